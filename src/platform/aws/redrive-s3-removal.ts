import { MskctlError } from "../../core/errors.ts";
import type { DocumentRef, Removal } from "../../core/redrive/ports.ts";
import type { Clock } from "../../core/time.ts";
import { actionOf } from "./iam-actions.ts";
import { aboutObject, isGone, keyOf, type S3Bucket } from "./s3-bucket.ts";

/** Of one DeleteObjects call (S3 API reference). */
const objectsPerCall = 1_000;
/** S3 may be too busy for some objects of a call that it answers. */
const busy = new Set([
  "SlowDown",
  "InternalError",
  "ServiceUnavailable",
  "RequestTimeout",
  "OperationAborted",
  "ConditionalRequestConflict",
]);
const maxRounds = 4;
const firstPauseMs = 500;

interface Doomed {
  readonly key: string;
  readonly etag: string;
  /** Among the documents. */
  readonly index: number;
}

/**
 * Deletes objects, each only while it is the one that was read: a condition on its ETag needs s3:GetObject as well (S3 User
 * Guide, conditional deletes). In a bucket with versions that leaves a marker. Every object's own answer counts.
 */
export async function deleteObjects(
  bucket: S3Bucket,
  documents: readonly DocumentRef[],
  clock: Pick<Clock, "sleep">,
): Promise<readonly Removal[]> {
  const removals: Removal[] = [];
  const doomed: Doomed[] = [];
  for (const [index, { id, handle: etag }] of documents.entries()) {
    const key = keyOf(id);
    if (unwritable.test(key)) removals[index] = { kind: "failed", reason: "S3's XML cannot hold its key" };
    else doomed.push({ key, etag, index });
  }
  for (const batch of batchesOf(doomed)) {
    let left = batch;
    for (let round = 1; left.size > 0; round++) {
      const answers = await deleteOnce(bucket, left);
      const again = new Map<string, Doomed>();
      for (const [key, object] of left) {
        const answer = answers.get(key) ?? { code: "", reason: "S3 does not say what became of it" };
        if (answer !== "deleted" && busy.has(answer.code) && round < maxRounds) again.set(key, object);
        else removals[object.index] = removalOf(answer);
      }
      if (again.size > 0) {
        bucket.limiter.slowDown();
        await clock.sleep(firstPauseMs * 2 ** (round - 1));
      }
      left = again;
    }
  }
  return removals;
}

/** Controls that XML 1.0 has no way to write: one of them in a request, and S3 refuses all of it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unwritable = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** S3 answers by key, so none is twice in a call: a document of an older version may still wait to be removed. */
function batchesOf(doomed: readonly Doomed[]): ReadonlyMap<string, Doomed>[] {
  const batches: Map<string, Doomed>[] = [];
  for (const object of doomed) {
    const last = batches.at(-1);
    if (last !== undefined && last.size < objectsPerCall && !last.has(object.key)) last.set(object.key, object);
    else batches.push(new Map([[object.key, object]]));
  }
  return batches;
}

type ObjectAnswer = "deleted" | { readonly code: string; readonly reason: string };

async function deleteOnce({ s3, of, limiter }: S3Bucket, objects: ReadonlyMap<string, Doomed>): Promise<Map<string, ObjectAnswer>> {
  const { Deleted = [], Errors = [] } = await s3.send(
    "DeleteObjects",
    { ...of, Delete: { Objects: [...objects].map(([Key, { etag }]) => ({ Key, ETag: etag })) } },
    { subject: `${objects.size} objects of bucket ${of.Bucket}`, onThrottled: () => limiter.slowDown() },
  );
  const denied = Errors.filter(({ Code }) => Code === "AccessDenied");
  if (denied.length > 0 && denied.length === objects.size) throw notPermitted(denied[0]?.Message ?? "Access Denied", of.Bucket);
  const answers = new Map<string, ObjectAnswer>();
  for (const { Key = "" } of Deleted) answers.set(Key, "deleted");
  for (const { Key = "", Code: code = "", Message = "" } of Errors)
    answers.set(Key, { code, reason: Message === "" ? code : `${Message} (${code})` });
  return answers;
}

function removalOf(answer: ObjectAnswer): Removal {
  if (answer === "deleted") return { kind: "removed" };
  const isGone = /^(PreconditionFailed|NoSuchKey|NoSuchVersion|NotFound)$/.test(answer.code);
  return isGone ? { kind: "gone" } : { kind: "failed", reason: answer.reason };
}

function notPermitted(message: string, bucket: string): MskctlError {
  const action = actionOf({ name: "AccessDenied", message }, { service: "s3", operation: "DeleteObjects" });
  return new MskctlError("not-permitted", `not permitted: ${action}: no object of bucket ${bucket} may be deleted: ${message}`, {
    suggestions: [`allow ${action} on arn:aws:s3:::${bucket}/*`],
    details: { action },
  });
}

const doneTag = { Key: "mskctl-redrive", Value: "done" };
/** S3 User Guide, object tagging. */
const maxTags = 10;

/** True for an object that an earlier run has tagged. */
export async function isTaggedDone(bucket: S3Bucket, key: string): Promise<boolean> {
  return (await tagsOf(bucket, key)).some(({ Key, Value }) => Key === doneTag.Key && Value === doneTag.Value);
}

async function tagsOf(bucket: S3Bucket, key: string) {
  const { TagSet = [] } = await bucket.s3.send("GetObjectTagging", { ...bucket.of, Key: key }, aboutObject(bucket, key));
  return TagSet;
}

/** Tags objects as done beside the tags that they have. */
export async function tagObjects(bucket: S3Bucket, documents: readonly DocumentRef[]): Promise<readonly Removal[]> {
  return bucket.limiter.map(documents, async ({ id, handle }) => {
    try {
      return await tagObject(bucket, keyOf(id), handle);
    } catch (error) {
      if (isGone(error)) return { kind: "gone" };
      throw error;
    }
  });
}

async function tagObject(bucket: S3Bucket, key: string, etag: string): Promise<Removal> {
  const about = aboutObject(bucket, key);
  // Tagging knows no condition, so the object is asked for just before: Lambda gives each document a key of its own.
  await bucket.s3.send("HeadObject", { ...bucket.of, Key: key, IfMatch: etag }, about);
  const others = (await tagsOf(bucket, key)).filter(({ Key }) => Key !== doneTag.Key);
  if (others.length >= maxTags) return { kind: "failed", reason: `it has ${maxTags} tags already, as many as S3 allows` };
  await bucket.s3.send("PutObjectTagging", { ...bucket.of, Key: key, Tagging: { TagSet: [...others, doneTag] } }, about);
  return { kind: "removed" };
}
