// Preselects the browser's time zone if none was chosen yet. It sends nothing.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const select of document.querySelectorAll("select[data-propose-zone]")) {
  if ([...select.options].some((option) => option.value === here)) select.value = here;
}
