import type { Point } from "./lines.ts";

/** Text beside a point. */
export interface Label {
  readonly at: Point;
  readonly text: string;
}

export interface PlacedLabel extends Label {
  /** Where the text begins, on its baseline. */
  readonly x: number;
  readonly y: number;
  /** Too far from its point to be taken for its label without a line. */
  readonly isApart: boolean;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of a bold 12 px letter, on the average of wide fonts; and above and below the baseline. */
const letter = { width: 7.8, up: 11, down: 4 };
/** Around a mark, and around what has no label. */
const markSize = 10;
const spotSize = 4;
/** Of a label from the middle of its mark. Further off than the first a line leads to it. */
const near = 13;
const distances = [near, 30, 50, 75];

/** Labels where they touch neither each other nor a mark, a spot or the edge; those that find no place are left out: the legend has them all. */
export function placeLabels(labels: readonly Label[], spots: readonly Point[], within: Box): readonly PlacedLabel[] {
  const around = ({ x, y }: Point, size: number): Box => ({ left: x - size, right: x + size, top: y - size, bottom: y + size });
  const taken: Box[] = [...labels.map(({ at }) => around(at, markSize)), ...spots.map((spot) => around(spot, spotSize))];
  return labels.flatMap((label) => {
    const place = placesFor(label).find(({ box }) => isInside(box, within) && !taken.some((other) => touches(box, other)));
    if (place === undefined) return [];
    taken.push(place.box);
    return [{ ...label, x: place.x, y: place.y, isApart: place.isApart }];
  });
}

interface Place extends Point {
  readonly box: Box;
  readonly isApart: boolean;
}

/** Beside, above and below, near first. */
function placesFor({ at, text }: Label): readonly Place[] {
  const width = labelWidth(text);
  return distances.flatMap((distance) => {
    const [right, left, middle] = [at.x + distance, at.x - distance - width, at.x - width / 2];
    const [level, above, below] = [at.y + 4, at.y - distance - 2, at.y + distance + 10];
    const places = [
      { x: right, y: level },
      { x: left, y: level },
      { x: middle, y: above },
      { x: middle, y: below },
      { x: right, y: above },
      { x: right, y: below },
      { x: left, y: above },
      { x: left, y: below },
    ];
    return places.map(({ x, y }) => ({
      x,
      y,
      isApart: distance > near,
      box: { left: x, right: x + width, top: y - letter.up, bottom: y + letter.down },
    }));
  });
}

function isInside(box: Box, { left, right, top, bottom }: Box): boolean {
  return box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom;
}

function touches(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** About so many pixels: what text really takes is known to browsers only. */
export function labelWidth(text: string): number {
  return text.length * letter.width;
}
