/** Requests of which only the last matters: a list that follows the map, suggestions while typing. */

export class Refused extends Error {
  constructor(response, problem) {
    super(problem?.detail ?? `${response.status} ${response.url}`);
    this.status = response.status;
    this.problem = problem;
  }
}

/**
 * A function (url, options of fetch) → parsed JSON. A newer call cancels the older one, which then answers undefined.
 * Throws `Refused` for an answer that is no success, and what fetch throws without a network.
 */
export function latestJSON() {
  return latest(async (response) => response.json());
}

/** The same for a page's markup: (url, options) → Document. */
export function latestPage() {
  return latest(async (response) =>
    new DOMParser().parseFromString(await response.text(), "text/html"),
  );
}

function latest(read) {
  let current = null;
  return async (url, options = {}) => {
    current?.abort();
    const mine = (current = new AbortController());
    try {
      const response = await fetch(url, { ...options, signal: mine.signal });
      if (!response.ok) throw new Refused(response, await response.json().catch(() => null));
      const answer = await read(response);
      return mine === current ? answer : undefined;
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      throw error;
    }
  };
}
