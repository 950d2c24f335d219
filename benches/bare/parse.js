// J: what the browser itself needs for the list, with nothing to show for it.
(async () => {
  const url = `../api/v2/authorizations?orgID=${new URLSearchParams(location.search).get("org")}`;
  // Kept, as a page that shows the list has to.
  globalThis.list = JSON.parse(await (await fetch(url)).text());
  performance.mark("parsed");
})();
