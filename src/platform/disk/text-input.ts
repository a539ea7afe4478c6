import { createReadStream } from "node:fs";
import { addAbortSignal, type Readable } from "node:stream";
import { MskctlError } from "../../core/errors.ts";
import { reasonOf } from "./disk-error.ts";

/** Specs are small; a device or a wrong file is noticed before it fills the memory. */
const largestInputBytes = 16 * 1024 * 1024;

/** Text that the user points at. */
interface TextInput {
  /** The whole of a file; `-` is standard input. Throws `usage` when it cannot be read, `malformed-file` when it is no text. */
  read(name: string): Promise<string>;
}

export function textInput({ stdin, signal }: { readonly stdin: () => Readable; readonly signal: AbortSignal }): TextInput {
  return {
    async read(name) {
      const bytes = await allBytes(name === "-" ? stdin() : createReadStream(name), name, signal);
      try {
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      } catch (cause) {
        throw new MskctlError("malformed-file", `${shown(name)} is not UTF-8 text`, { details: { file: name }, cause });
      }
    },
  };
}

async function allBytes(source: Readable, name: string, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of addAbortSignal(signal, source) as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > largestInputBytes) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw new MskctlError("usage", `cannot read ${shown(name)}: ${reasonOf(cause)}`, { details: { file: name }, cause });
  }
  if (length > largestInputBytes)
    throw new MskctlError("malformed-file", `${shown(name)} is larger than 16 MB`, { details: { file: name } });
  return Buffer.concat(chunks);
}

function shown(name: string): string {
  return name === "-" ? "standard input" : name;
}
