/** Colours by meaning. Each gives its text unchanged when colour is off; colour never carries meaning alone. */
export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  /** The one accent colour. */
  readonly accent: Paint;
  /** Yellow: needs a person soon. */
  readonly warning: Paint;
  /** Red: needs a person now. */
  readonly error: Paint;
}

export type Paint = (text: string) => string;

/** `enabled` is false under NO_COLOR, --no-color, TERM=dumb, or when the stream is no terminal. */
export function createPalette(enabled: boolean): Palette {
  return {
    bold: paint(enabled, 1, 22),
    dim: paint(enabled, 2, 22),
    accent: paint(enabled, 36, 39),
    warning: paint(enabled, 33, 39),
    error: paint(enabled, 31, 39),
  };
}

// Select Graphic Rendition, ECMA-48 section 8.3.117.
function paint(enabled: boolean, on: number, off: number): Paint {
  return (text) => (enabled && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text);
}

/** Signs that stand beside a word, never instead of one. */
export interface Glyphs {
  /** Fine, or idle. */
  readonly ok: string;
  readonly fallingBehind: string;
  readonly catchingUp: string;
  /** Stalled, stopped, rewound, or an error. */
  readonly error: string;
  readonly warning: string;
  readonly info: string;
  readonly disabled: string;
  readonly noData: string;
  readonly done: string;
  /** Between facts of one line. */
  readonly separator: string;
  /** Between the ends of a range, `1–4`. */
  readonly range: string;
  readonly minus: string;
  readonly to: string;
  readonly from: string;
  /** A cell without a value. */
  readonly none: string;
  /** Where text was cut. */
  readonly ellipsis: string;
  /** Between a line's number and the line, `41 │`, and down the side of a tree. */
  readonly bar: string;
  /** Of a tree: to a part that others follow, and to the last one. */
  readonly branch: string;
  readonly lastBranch: string;
  readonly atMost: string;
  readonly atLeast: string;
  /** Cells of a progress bar. */
  readonly progressDone: string;
  readonly progressOpen: string;
}

const unicodeGlyphs: Glyphs = {
  ok: "●",
  fallingBehind: "▲",
  catchingUp: "◆",
  error: "✖",
  warning: "▲",
  info: "i",
  disabled: "‖",
  noData: "…",
  done: "✔",
  separator: "·",
  range: "–",
  minus: "−",
  to: "→",
  from: "←",
  none: "–",
  ellipsis: "…",
  bar: "│",
  branch: "├",
  lastBranch: "└",
  atMost: "≤",
  atLeast: "≥",
  progressDone: "█",
  progressOpen: "░",
};

const asciiGlyphs: Glyphs = {
  ok: "*",
  fallingBehind: "^",
  catchingUp: "+",
  error: "x",
  warning: "^",
  info: "i",
  disabled: "|",
  noData: "?",
  done: "+",
  separator: "-",
  range: "-",
  minus: "-",
  to: "->",
  from: "<-",
  none: "-",
  ellipsis: "~",
  bar: "|",
  branch: "|",
  lastBranch: "`",
  atMost: "<=",
  atLeast: ">=",
  progressDone: "#",
  progressOpen: ".",
};

/** `unicode` is false where the locale or the terminal cannot show more than ASCII. */
export function createGlyphs(unicode: boolean): Glyphs {
  return unicode ? unicodeGlyphs : asciiGlyphs;
}

/** What every renderer is given: how wide the terminal is, and what it can show. */
export interface Look {
  readonly columns: number;
  readonly palette: Palette;
  readonly glyphs: Glyphs;
}
