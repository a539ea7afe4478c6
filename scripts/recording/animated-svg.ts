import { cell } from "./drawn-characters.ts";
import type { Colour, Frame } from "./frame.ts";
import { escapeXml, frameElements } from "./frame-svg.ts";

export interface Recording {
  /** On the bar above the screen. */
  readonly title: string;
  /** For those who do not see it. */
  readonly description: string;
  readonly columns: number;
  readonly frames: readonly Frame[];
}

interface Theme extends Readonly<Record<Colour, string>> {
  readonly ground: string;
  readonly bar: string;
  readonly border: string;
  readonly text: string;
}

const light: Theme = {
  ground: "#ffffff",
  bar: "#f0f2f5",
  border: "#cfd4da",
  text: "#1d2127",
  red: "#c4232b",
  yellow: "#8f5f00",
  cyan: "#0b7285",
};
const dark: Theme = {
  ground: "#0f141a",
  bar: "#1a2028",
  border: "#343c46",
  text: "#dfe5ec",
  red: "#ff7a76",
  yellow: "#e3ab3f",
  cyan: "#4cc9dc",
};

const margin = 14;
const barHeight = 32;
const fonts = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace';

/**
 * A picture that shows one frame after the other, for ever, by CSS alone. It follows the reader's light or dark setting. Who wants no motion, and a
 * viewer that knows no animation, sees the first frame.
 */
export function animatedSvg({ title, description, columns, frames }: Recording): string {
  const rows = Math.max(...frames.map((frame) => frame.rows.length));
  const [width, height] = [columns * cell.width + 2 * margin, rows * cell.height + barHeight + 2 * margin];
  const shown = frames.map(({ rows }, index) => `<g class="f f${index}">\n${frameElements(rows)}\n</g>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(description)}">`,
    `<style>${[...style(light), ...timing(frames), `@media (prefers-color-scheme:dark){${colours(dark).join("")}}`].join("\n")}</style>`,
    `<rect class="ground" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    `<path class="bar" d="M.5 ${barHeight}V8.5a8 8 0 0 1 8-8H${width - 8.5}a8 8 0 0 1 8 8V${barHeight}z"/>`,
    `<text class="s d" x="${width / 2}" y="${barHeight / 2 + 5}">${escapeXml(title)}</text>`,
    `<g transform="translate(${margin} ${barHeight + margin})">`,
    ...shown,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function style(theme: Theme): string[] {
  return [
    `text{font-family:${fonts};font-size:15px;font-variant-ligatures:none;fill:currentColor}`,
    ".s{text-anchor:middle;font-variant-emoji:text}",
    ".b{font-weight:bold}",
    ".d{opacity:.68}",
    ".area{fill:currentColor}",
    ".dot,.line{fill:none;stroke:currentColor;stroke-width:1.2}",
    ".dot{stroke-width:2.9;stroke-linecap:round}",
    ...colours(theme),
  ];
}

function colours({ ground, bar, border, text, red, yellow, cyan }: Theme): string[] {
  return [
    `svg{color:${text}}`,
    `.ground{fill:${ground};stroke:${border}}`,
    `.bar{fill:${bar};stroke:${border}}`,
    `.red{color:${red}}`,
    `.yellow{color:${yellow}}`,
    `.cyan{color:${cyan}}`,
  ];
}

function timing(frames: readonly Frame[]): string[] {
  const totalMs = frames.reduce((sum, { showMs }) => sum + showMs, 0);
  let startMs = 0;
  const each = frames.map(({ showMs }, index) => {
    const [from, to] = [startMs, startMs + showMs].map((atMs) => `${Number(((100 * atMs) / totalMs).toFixed(3))}%`);
    startMs += showMs;
    return `@keyframes k${index}{${from}{visibility:visible}${to}{visibility:hidden}}.f${index}{animation-name:k${index}}`;
  });
  return [
    `.f{visibility:hidden;animation:${totalMs / 1_000}s step-end infinite}.f0{visibility:visible}`,
    ...each,
    "@media (prefers-reduced-motion:reduce){.f{animation:none}}",
  ];
}
