const form = document.getElementById("search"), words = document.getElementById("words");
const found = document.getElementById("found"), results = document.getElementById("results");
const folders = {{ folders | tojson }};
if (location.protocol !== "file:" && folders.length) {
  const [first, ...rest] = folders.map(name => new URL(`${name}/`, location.href).href);
  const index = await import(`${first}pagefind.js`), baseUrl = new URL("../", location.href).pathname;
  await index.options({ baseUrl });
  for (const other of rest) await index.mergeIndex(other, { baseUrl });
  await index.init();
  form.hidden = false;
  let latest = 0;
  const marked = word => Object.assign(document.createElement("mark"), { textContent: word });
  const look = async () => {
    const mine = ++latest, asked = words.value.trim();
    const hits = asked ? (await index.search(asked)).results : [];
    const pages = await Promise.all(hits.slice(0, 30).map(hit => hit.data()));
    if (mine !== latest) return;
    found.textContent = asked ? String(hits.length) : "";
    results.replaceChildren(...pages.map(page => {
      const line = document.createElement("li"), link = document.createElement("a"), text = document.createElement("small");
      link.href = page.url;
      link.textContent = page.meta.title;
      // Read apart from this page, where nothing of it runs or loads: words, and those that were looked for.
      const read = new DOMParser().parseFromString(page.excerpt, "text/html").body;
      text.append(...[...read.childNodes].map(node => node.nodeName === "MARK" ? marked(node.textContent) : node.textContent));
      line.append(link, " ", text);
      return line;
    }));
  };
  form.addEventListener("submit", event => event.preventDefault());
  words.addEventListener("input", look);
  words.value = new URLSearchParams(location.search).get("q") ?? "";
  if (words.value) look();
}
