import type { DecodedValue, ValueDecoder } from "../../core/filter/value-decoder.ts";
import { type Frame, parseFrame } from "../../core/record/framing.ts";
import { longestValue } from "./json-text.ts";
import { payloadOf } from "./payload.ts";
import { Undecodable } from "./undecodable.ts";
import type { ValueFormat } from "./value-format.ts";

/**
 * Reads all values by one schema, with or without a registry's header before them. Which schema a header names is not
 * looked at. An Avro value without a header may begin as one with it does: then the way that fitted last is tried first.
 */
export function fileDecoder(format: ValueFormat, fileName: string): ValueDecoder {
  let looksFramed = true;
  let sawFrames = false;

  function read(value: Uint8Array, frame: Frame | undefined): DecodedValue {
    try {
      return { json: frame === undefined ? format.toJson(value, "unframed") : format.toJson(payloadOf(frame), frame.kind) };
    } catch (error) {
      if (!(error instanceof Undecodable)) throw error;
      return { undecodable: `not ${format.name} of ${fileName}: ${error.message}` };
    }
  }

  function readFramed(value: Uint8Array, frame: Frame): DecodedValue {
    const likely = read(value, looksFramed ? frame : undefined);
    const result = "json" in likely ? likely : read(value, looksFramed ? undefined : frame);
    // Of two failures the first tells more: it is of the way that fits other values.
    if ("undecodable" in result) return likely;
    if (result !== likely) looksFramed = !looksFramed;
    sawFrames ||= looksFramed;
    return result;
  }

  return {
    decode(value) {
      if (value.length > longestValue) return { undecodable: "larger than 16 MB" };
      const frame = parseFrame(value);
      return frame === undefined ? read(value, undefined) : readFramed(value, frame);
    },
    notes() {
      const note = `values are framed for a schema registry; the frame is left out, and ${fileName} is taken as the schema of all`;
      return sawFrames ? [...format.notes, note] : format.notes;
    },
  };
}
