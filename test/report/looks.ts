/** What is asked of a page that is opened; each an expression for the browser, whose answer is a list of what is wrong. */

/** Charts that are drawn: with a size, within the window. */
export const chartsOutside = (
  windowWidth: number,
) => `[...document.querySelectorAll("svg.chart")].filter((svg) => getComputedStyle(svg).display !== "none").flatMap((svg) => {
  const { left, right, width, height } = svg.getBoundingClientRect();
  const id = svg.closest("figure").id;
  return width > 200 && height > 80 && left >= 0 && right <= ${windowWidth} ? [] : [[id, left, right, width, height].join(" ")];
})`;

export const chartsShown = `[...document.querySelectorAll("svg.chart")].filter((svg) => svg.getBoundingClientRect().width > 0).map((svg) => svg.closest("figure").id)`;

/** Text of charts that is cut off by the edge, or lies on other text. */
export const textCollisions = `[...document.querySelectorAll("svg.chart")].filter((svg) => svg.getBoundingClientRect().width > 0).flatMap((svg) => {
  const { width, height } = svg.viewBox.baseVal;
  const id = svg.closest("figure").id;
  const texts = [...svg.querySelectorAll("text")].map((text) => ({ said: text.textContent, box: text.getBBox() }));
  const cut = texts.filter(({ box }) => box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height || box.width === 0);
  const over = texts.flatMap((one, index) => texts.slice(index + 1).filter(({ box }) =>
    one.box.x < box.x + box.width && box.x < one.box.x + one.box.width && one.box.y + 2 < box.y + box.height && box.y + 2 < one.box.y + one.box.height,
  ).map((other) => [one, other]));
  return [...cut.map(({ said }) => id + ": cut: " + said), ...over.map((pair) => id + ": over each other: " + pair.map(({ said }) => said).join(" and "))];
})`;

/** Drawn things that leave the chart: lines, bars and marks. */
export const shapesOutside = `[...document.querySelectorAll("svg.chart")].filter((svg) => svg.getBoundingClientRect().width > 0).flatMap((svg) => {
  const { width, height } = svg.viewBox.baseVal;
  return [...svg.querySelectorAll("path, rect, circle, line")].flatMap((shape) => {
    const { x, y, width: wide, height: high } = shape.getBBox();
    const [dx, dy] = (/translate\\(([-\\d.]+) ([-\\d.]+)\\)/.exec(shape.getAttribute("transform") ?? "") ?? [0, 0, 0]).slice(1).map(Number);
    const isInside = [x, y, wide, high].every(Number.isFinite) && x + dx >= 0 && y + dy >= 0 && x + dx + wide <= width && y + dy + high <= height;
    return isInside ? [] : [svg.closest("figure").id + ": " + shape.outerHTML];
  });
})`;

/** How much wider than the window the page is, with all of its tables open. */
export const overflow = (windowWidth: number) => `(() => {
  const all = [...document.querySelectorAll("details")];
  for (const details of all) details.open = true;
  const wider = document.documentElement.scrollWidth - ${windowWidth};
  for (const details of all) details.open = false;
  return wider;
})()`;

/** Text below 4.5, lines and areas that say something below 3 (WCAG 2.2, 1.4.3 and 1.4.11), against what is behind them. */
export const lowContrasts = `(() => {
  const parts = (colour) => (/rgba?\\(([^)]*)\\)/.exec(colour)?.[1] ?? "").split(/[, /]+/).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
  const isClear = (colour) => colour === "none" || parts(colour)[3] === 0;
  const grounds = new Map();
  const behind = (element) => {
    if (element === null) return "rgb(255, 255, 255)";
    const own = getComputedStyle(element).backgroundColor;
    if (!isClear(own)) return own;
    if (!grounds.has(element.parentElement)) grounds.set(element.parentElement, behind(element.parentElement));
    return grounds.get(element.parentElement);
  };
  const wrong = new Set();
  const look = (element, colour, least) => {
    if (isClear(colour)) return;
    const found = ratio(colour, behind(element));
    if (!(found >= least)) wrong.add([element.tagName, element.getAttribute("class"), colour, behind(element), found.toFixed(2)].join(" "));
  };
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
    if (hasText && !["title", "desc"].includes(element.tagName)) look(element, element.namespaceURI.endsWith("svg") ? style.fill : style.color, 4.5);
    if (element.matches(".line")) look(element, style.stroke, 3);
    if (element.matches(".bar, .band, .dot, circle.front, .mark:not(.ring, .cross), .ground")) look(element, style.fill, 3);
    if (element.matches(".spot, .mark.ring, .mark.cross")) look(element, style.stroke, 3);
  }
  return [...wrong];
})()`;
