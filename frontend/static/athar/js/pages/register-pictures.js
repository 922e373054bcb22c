// The files chosen for a profile: shown before they are sent, and made small where they would be
// long on a slow network. Without us they are sent as they are.
const WIDEST = 1600;
const HEAVY = 600 * 1024;
const QUALITY = 0.85;

class Chosen {
  #turn = 0;

  constructor(input, place) {
    this.input = input;
    this.place = place;
    input.addEventListener("change", () => this.#look());
  }

  async #look() {
    const turn = ++this.#turn;
    const files = [...this.input.files];
    for (const each of this.place.querySelectorAll(`[data-of="${this.input.id}"]`)) each.remove();
    const small = new DataTransfer();
    for (const file of files) {
      const [sent, drawn] = await prepared(file);
      if (turn !== this.#turn) return; // Others were chosen meanwhile.
      small.items.add(sent);
      if (drawn) this.#show(drawn, file.name);
    }
    this.input.files = small.files;
  }

  #show(canvas, name) {
    canvas.dataset.of = this.input.id;
    canvas.className = "chosen-picture";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", name);
    this.place.append(canvas);
    this.place.hidden = false;
  }
}

/** What is sent instead of a file, and a small drawing of it; the file itself where it is none. */
async function prepared(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return [file, null]; // The server says what is wrong with it.
  }
  const preview = drawn(picture, 192);
  let sent = file;
  if (file.type === "image/jpeg" && file.size > HEAVY) {
    const blob = await new Promise((done) => drawn(picture, WIDEST).toBlob(done, "image/jpeg", QUALITY));
    if (blob && blob.size < file.size) sent = new File([blob], file.name, { type: "image/jpeg" });
  }
  picture.close();
  return [sent, preview];
}

function drawn(picture, widest) {
  const scale = Math.min(1, widest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function begin() {
  const place = document.querySelector("[data-pictures-chosen]");
  for (const input of document.querySelectorAll("input[data-picture]")) new Chosen(input, place);
}

begin();
document.addEventListener("athar:shown", begin);
