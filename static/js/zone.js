// Keeps the browser's time zone in a cookie, so that times are shown in it until another one is chosen.

const here = window.Intl?.DateTimeFormat?.().resolvedOptions().timeZone;
const isKnown = () => document.cookie.split("; ").includes(`zone=${here}`);

if (here) {
  const wasKnown = isKnown();
  document.cookie = `zone=${here}; path=/; SameSite=Lax${window.location.protocol === "https:" ? "; Secure" : ""}`;
  // The page that was made without it shows UTC: once more, where nothing can have been typed yet.
  if (document.querySelector("meta[name='zone-unknown']") && !wasKnown && isKnown()) window.location.reload();
}

for (const select of document.querySelectorAll("select[data-propose-zone]")) {
  if ([...select.options].some((option) => option.value === here)) select.value = here;
}
