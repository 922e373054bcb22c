// The style page's bubbles, drawn by the code that draws the map's.
import { bubble, radius } from "../map/bubble.js";

for (const shelf of document.querySelectorAll("[data-bubbles]")) {
  const numbers = shelf.dataset.bubbles.split(",").map(Number);
  shelf.innerHTML = numbers
    .map((count) => {
      const associations = Math.round(count * 0.35);
      const mutuals = Math.round(count * 0.03);
      const others = Math.round(count * 0.04);
      const cooperatives = count - associations - mutuals - others;
      return bubble({ count, cooperatives, associations, mutuals, others }, radius(count));
    })
    .join(" ");
}
