// The page in the reader's language, where there is a file of its words: fr.json. Elsewhere it stays in English.
let words = {};

/** Take the first language of the browser that there is, and translate what stands on the page. */
export async function translatePage() {
  const page = document.documentElement;
  const known = page.dataset.languages.split(" ");
  const language = navigator.languages.map((tag) => tag.split("-")[0]).find((name) => known.includes(name)) ?? "en";
  if (language === "en") return;
  const answer = await fetch(`/static/${language}.json`).catch(() => null);
  if (!answer?.ok) return;
  words = await answer.json();
  page.lang = language;
  const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const plain = text.data.replace(/\s+/g, " ").trim();
    if (plain in words) text.data = text.data.replace(/\S[^]*\S|\S/, words[plain]);
  }
  for (const part of document.querySelectorAll("[aria-label]")) {
    part.setAttribute("aria-label", say(part.getAttribute("aria-label")));
  }
}

/** A text in the reader's language; `{0}` stands for the first value. */
export function say(text, ...values) {
  return (words[text] ?? text).replace(/\{(\d)\}/g, (_, place) => values[place]);
}
