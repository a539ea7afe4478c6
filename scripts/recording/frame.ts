/** What a terminal shows at one moment, and how long a recording stays with it. */
export interface Frame {
  readonly rows: readonly Row[];
  readonly showMs: number;
}

/** From the first column on; what is missing at its end is blank. */
export type Row = readonly Cell[];

export interface Cell {
  /** One character with what combines with it; empty or a space: blank. */
  readonly text: string;
  /** 2 for a wide character; the place after it is a cell of 0. */
  readonly columns: 0 | 1 | 2;
  readonly style: Style;
}

export interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly colour: Colour | undefined;
}

/** The colours of mskctl's palette. */
export type Colour = "red" | "yellow" | "cyan";
