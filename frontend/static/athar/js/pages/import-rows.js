// A commune looked up by its name: choosing a suggestion keeps its code beside the words. Without us
// the words are looked up once they are sent.

for (const search of document.querySelectorAll("[data-find-place]")) {
  const words = search.querySelector("input:not([type=hidden])");
  const code = search.querySelector("input[type=hidden]");
  search.addEventListener("athar:choose", (event) => {
    event.preventDefault();
    words.value = event.detail.name;
    code.value = event.detail.code;
  });
  words.addEventListener("input", () => {
    code.value = "";
  });
}
