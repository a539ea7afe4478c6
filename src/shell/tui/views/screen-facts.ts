import type { LagReport } from "../../../core/lag/report.ts";
import type { MinuteValues } from "../../../core/lag/samples.ts";
import type { Glyphs, Palette } from "../../render/palette.ts";

/** What the terminal can show. */
export interface ScreenLook {
  readonly palette: Palette;
  readonly glyphs: Glyphs;
  readonly unicode: boolean;
  /** False for a screen reader, to which a chart is noise. */
  readonly pictures: boolean;
}

/** Series that have to be worked out of a mapping's samples, one value a minute. */
export interface LagCurves {
  readonly ageMs?: MinuteValues;
  readonly inPerSecond?: MinuteValues;
  readonly outPerSecond?: MinuteValues;
}

/** What the views are given besides the state; it does not change while the screen is open, but for the look. */
export interface ScreenFacts {
  readonly look: ScreenLook;
  readonly place: { readonly accountId: string | undefined; readonly region: string };
  readonly curves: (report: LagReport) => LagCurves;
  /** The command that does what is asked for, to be shown with the question. */
  readonly command: (what: "pause" | "resume", report: LagReport) => string;
}
