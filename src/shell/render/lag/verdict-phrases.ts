import type { CatchUp, LagAge, LagPollers, LagReport, LagVerdict } from "../../../core/lag/report.ts";
import { formatDuration } from "../../../core/time.ts";
import type { Glyphs, Paint, Palette } from "../palette.ts";

// How a verdict and its figures are said, the same in the table, the lines and the screen. None of these holds text from outside.

/** Stands beside the verdict's word. */
export function verdictGlyph(verdict: LagVerdict, glyphs: Glyphs): string {
  switch (verdict) {
    case "stopped":
    case "stalled":
    case "rewound":
      return glyphs.error;
    case "falling behind":
      return glyphs.fallingBehind;
    case "catching up":
      return glyphs.catchingUp;
    case "no data":
      return glyphs.noData;
    case "ok":
    case "idle":
      return glyphs.ok;
    case "disabled":
      return glyphs.disabled;
  }
}

/** Red and yellow only for what needs a person. */
export function verdictPaint(verdict: LagVerdict, palette: Palette): Paint {
  switch (verdict) {
    case "stopped":
    case "stalled":
    case "rewound":
      return palette.error;
    case "falling behind":
      return palette.warning;
    case "catching up":
      return palette.accent;
    case "ok":
      return (text) => text;
    case "no data":
    case "idle":
    case "disabled":
      return palette.dim;
  }
}

/** `0.4 s`, `151 s`, `14 min`, `≥ 60 min`; undefined: no data. */
export function agePhrase(age: LagAge, glyphs: Pick<Glyphs, "atLeast">): string | undefined {
  if (age.kind === "no-data") return undefined;
  // Seconds count for longer than elsewhere: two and three minutes are far apart.
  const phrase = age.ms >= 2_000 && age.ms < 600_000 ? `${Math.round(age.ms / 1_000)} s` : waited(age.ms);
  return `${age.atLeast ? `${glyphs.atLeast} ` : ""}${phrase}`;
}

/** `12 min (9–16)`, `never`, `unknown`; undefined: nothing to catch up with. */
export function catchUpPhrase(catchUp: CatchUp, glyphs: Pick<Glyphs, "range">): string | undefined {
  switch (catchUp.kind) {
    case "caught-up":
      return undefined;
    case "never":
    case "unknown":
      return catchUp.kind;
    case "catching-up": {
      const [most, unit] = waited(catchUp.ms).split(" ");
      const [low, lowUnit] = waited(catchUp.lowMs).split(" ");
      const [high, highUnit] = waited(catchUp.highMs).split(" ");
      if (low === high && lowUnit === highUnit) return `${most} ${unit}`;
      const spread = lowUnit === highUnit ? `${low}${glyphs.range}${high}` : `${low} ${lowUnit}${glyphs.range}${high}`;
      return `${most} ${unit} (${spread}${lowUnit === unit && highUnit === unit ? "" : ` ${highUnit}`})`;
    }
  }
}

/** The same for a mapping; undefined also where it does not catch up at all, as its verdict says. */
export function caughtUpPhrase(
  { verdict, catchUp }: Pick<LagReport, "verdict" | "catchUp">,
  glyphs: Pick<Glyphs, "range">,
): string | undefined {
  const isDraining = verdict === "catching up" || verdict === "rewound";
  return catchUp.kind === "unknown" && !isDraining ? undefined : catchUpPhrase(catchUp, glyphs);
}

/** `3 of 1–4` where the mapping has pollers of its own, `3 of 6` partitions on demand; undefined: nothing is known. */
export function pollersPhrase({ running, minimum, maximum, partitions }: LagPollers, glyphs: Pick<Glyphs, "range">): string | undefined {
  // Partitions alone say nothing of pollers.
  if (running === undefined && maximum === undefined) return undefined;
  const most = maximum ?? partitions;
  const bounds = minimum === undefined || minimum === most ? `${most}` : `${minimum}${glyphs.range}${most}`;
  if (running === undefined) return bounds;
  return most === undefined ? `${running}` : `${running} of ${bounds}`;
}

/** Below two seconds a tenth counts; from there on as everywhere. */
function waited(ms: number): string {
  return ms < 2_000 ? `${(ms / 1_000).toFixed(1).replace(/\.0$/, "")} s` : formatDuration(Math.round(ms / 1_000) * 1_000);
}
