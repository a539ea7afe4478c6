import { safeText } from "../../../core/record/safe-text.ts";
import { wrapLine, wrapText } from "../../render/wrapped.ts";
import type { FailedAnswer } from "../state.ts";
import type { ScreenLook } from "./screen-facts.ts";

/** Why there is no answer, and what to type. */
export function failedLines({ message, suggestions }: FailedAnswer, columns: number, { palette, glyphs }: ScreenLook): string[] {
  return [
    ...wrapText(`${glyphs.error} ${safeText(message)}`, columns).map(palette.error),
    ...suggestions.flatMap((each) => wrapLine(`  ${safeText(each)}`, columns)).map(palette.accent),
  ];
}
