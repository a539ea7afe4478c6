import { MskctlError } from "../../errors.ts";
import { isJsonObject } from "../../json-value.ts";
import { type LedgerObject, readLedgerObject } from "./ledger.ts";

/** An object of a ledger, looked at down to what a journal needs of it. Throws `storage` with its name. */
export function soundLedgerObject(text: string, name: string): LedgerObject {
  const object = readLedgerObject(text, name);
  const wrong = wrongWith(object, name);
  if (wrong === undefined) return object;
  throw new MskctlError("storage", `${name} does not hold what a ledger's object holds: ${wrong}`, {
    suggestions: ["look at it: aws s3 cp OBJECT -"],
  });
}

/** A phrase of ours. */
function wrongWith(object: LedgerObject, name: string): string | undefined {
  if (!isNumber(object.atMs)) return "it has no time";
  switch (object.kind) {
    case "begun": {
      if (!isNamed(object, name)) return "it is of another turn";
      if (!isNumber(object.aliveUntilMs)) return "it does not say how long its worker lives";
      if (!isListOf(object.left, isLeft)) return "its list of what is left is none";
      return place(object.documents, isDocument, "document");
    }
    case "ended":
      return isNamed(object, name) ? place(object.entries, isEntry, "entry") : "it is of another turn";
    case "removed":
      if (!isListOf(object.documents, isText)) return "its list of documents is none";
      return isListOf(object.failed, isFailed) ? undefined : "its list of documents that stay is none";
  }
}

function place(rows: readonly unknown[], isSound: (row: unknown) => boolean, what: string): string | undefined {
  const at = rows.findIndex((row) => !isSound(row));
  return at < 0 ? undefined : `line ${at + 2} is no ${what}`;
}

function isNamed({ kind, turn }: { readonly kind: string; readonly turn: unknown }, name: string): boolean {
  const [, number, named] = /(\d+)-(begun|ended)\.jsonl$/.exec(name) ?? [];
  return Number(number) === turn && named === kind;
}

function isDocument(row: unknown): boolean {
  if (!isJsonObject(row) || !isText(row["id"]) || !isText(row["handle"]) || !isText(row["condition"])) return false;
  const { parts } = row;
  return isNumber(row["failedAtMs"]) && isNumber(row["records"]) && isListOf(parts, isPart) && (parts as readonly unknown[]).length > 0;
}

function isPart(part: unknown): boolean {
  return isRun(part) && isJsonObject(part) && isLane(part["lane"]) && isCount(part["claimed"]);
}

function isEntry(row: unknown): boolean {
  if (!isJsonObject(row)) return false;
  const isOfPart = isText(row["document"]) && isLane(row["lane"]);
  switch (row["kind"]) {
    case "dispatched":
      return isNumber(row["batch"]) && isLane(row["lane"]) && isListOf(row["runs"], isRun) && isCount(row["records"]) && isSent(row);
    case "answered":
      return isNumber(row["batch"]) && isText(row["outcome"]) && isNumber(row["atMs"]);
    case "found":
      return isOfPart && isCount(row["records"]);
    case "settled":
      return isOfPart && isRun(row) && isCount(row["records"]) && outcomes.has(row["outcome"]);
    case "closed":
      return isOfPart && typeof row["keep"] === "boolean" && isForfeit(row["forfeited"]);
    case "removed":
      return isListOf(row["documents"], isText);
    case "remark":
      return isText(row["text"]) && isNumber(row["atMs"]);
    default:
      return false;
  }
}

const outcomes: ReadonlySet<unknown> = new Set(["redriven", "parked", "unrecoverable", "filtered", "absent"]);

function isSent(row: Readonly<Record<string, unknown>>): boolean {
  return isNumber(row["attempt"]) && isNumber(row["atMs"]);
}

function isForfeit(value: unknown): boolean {
  if (value === undefined) return true;
  return isJsonObject(value) && isCount(value["records"]) && (value["outcome"] === "parked" || value["outcome"] === "unrecoverable");
}

function isLeft(value: unknown): boolean {
  return isJsonObject(value) && isText(value["id"]) && isText(value["why"]);
}

function isFailed(value: unknown): boolean {
  return isJsonObject(value) && isText(value["id"]) && isText(value["reason"]);
}

function isLane(value: unknown): boolean {
  return isJsonObject(value) && isText(value["topic"]) && isCount(value["partition"]);
}

function isRun(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { first, last } = value;
  return typeof first === "bigint" && typeof last === "bigint" && first >= 0n && first <= last && last < largestOffset;
}

/** Offsets are signed 64-bit numbers (Kafka protocol guide). */
const largestOffset = 2n ** 63n;

function isListOf(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
