// Proposes the time zone of this browser where none was chosen yet. It sends nothing; the person still decides.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const select of document.querySelectorAll("select[data-propose-zone]")) {
  if ([...select.options].some((option) => option.value === here)) select.value = here;
}
