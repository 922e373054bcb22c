// A commune looked up by its name: choosing a suggestion keeps its code beside the words. Without us
// the words are looked up once they are sent.
import { keepCode } from "../ui/suggest.js";

for (const search of document.querySelectorAll("[data-find-place]")) {
  keepCode(search, search.querySelector("input[type=hidden]"));
}
