// Moderation by keyboard. What keys do is what links, boxes and buttons do: `data-key` names the
// key of one, and in the queue j and k walk its rows.

import "../ui/choosing.js";
import "../ui/keys.js";
