import type { Sample } from "../../core/filter/sample.ts";
import { undecodable } from "../../core/filter/sample-record.ts";
import type { ByteCursor } from "./byte-cursor.ts";
import { malformed } from "./read-error.ts";
import { longestVarintBytes, varintAt } from "./varint.ts";

/**
 * Protobuf messages as `writeDelimitedTo` of its libraries writes them: each behind its length as a varint. A value is the message as it
 * stands there; reading it takes its schema.
 */
export async function* protobufSamples(cursor: ByteCursor, source: string, limitBytes: number): AsyncGenerator<Iterable<Sample>, void> {
  let number = 1;
  function* wholeOnesAhead(): Generator<Sample, void> {
    for (;;) {
      const length = varintAt(cursor.ahead, 0);
      if (length === undefined || Number(length.value) > Math.min(limitBytes, cursor.ahead.length - length.end)) return;
      cursor.take(length.end);
      yield { line: number, value: cursor.take(Number(length.value)) };
      number += 1;
    }
  }

  for (;;) {
    yield wholeOnesAhead();
    const length = await nextLength(cursor, source);
    if (length === undefined) return;
    if (length > limitBytes) {
      yield [undecodable(number, `a message of more than ${limitBytes} bytes`)];
      await cursor.skip(length);
    } else if (await cursor.fill(length)) yield [{ line: number, value: cursor.take(length) }];
    else {
      yield [undecodable(number, "a message that is cut off")];
      return;
    }
    number += 1;
  }
}

/** Undefined at the end of the source. */
async function nextLength(cursor: ByteCursor, source: string): Promise<number | undefined> {
  if (!(await cursor.fill(longestVarintBytes)) && cursor.ahead.length === 0) return undefined;
  const length = varintAt(cursor.ahead, 0);
  if (length === undefined || length.value > Number.MAX_SAFE_INTEGER)
    throw malformed(source, `holds no Protobuf messages behind their lengths: after ${cursor.takenBytes} bytes there is no length`, {
      afterBytes: cursor.takenBytes,
    });
  cursor.take(length.end);
  return Number(length.value);
}
