import type { LeaseHolder, SourceLease } from "../../core/redrive/lease.ts";
import type { Clock } from "../../core/time.ts";
import type { AwsServices } from "./aws-services.ts";
import { type LeaseOptions, type LeasePlace, takeLease } from "./redrive-lease.ts";
import { aboutQueue, sqsQueue } from "./sqs-queue.ts";

interface SqsLeaseOptions extends LeaseOptions {
  /** URL, ARN or name. */
  readonly queue: string;
  /** SQS does not say when a tag was written: hosts whose clocks are minutes apart take each other's claims for older than they are. */
  readonly clock: Pick<Clock, "now">;
}

const tag = "mskctl-lease";

/**
 * Claims a queue by a tag, which is advice only: SQS knows no condition, so that two runs which begin within the same second
 * may both think that they have it. Throws `unavailable` with the holder while another run has it.
 */
export async function sqsLease({ sqs }: Pick<AwsServices, "sqs">, options: SqsLeaseOptions): Promise<SourceLease> {
  const { queue: name, clock } = options;
  const queue = sqsQueue({ sqs }, name);
  const [url, about] = [await queue.url(), aboutQueue(queue)];
  const holder = { ...options.holder, ...textsOf(options.holder) };
  const place: LeasePlace<NonNullable<ReturnType<typeof claimIn>>> = {
    source: `queue ${name}`,
    async read() {
      const { Tags = {} } = await sqs.send("ListQueueTags", { QueueUrl: url }, about);
      return claimIn(Tags[tag], clock);
    },
    async write() {
      await sqs.send("TagQueue", { QueueUrl: url, Tags: { [tag]: tagOf(holder, clock.now()) } }, about);
    },
    async remove() {
      await sqs.send("UntagQueue", { QueueUrl: url, TagKeys: [tag] }, about);
    },
  };
  return takeLease(place, { ...options, holder });
}

/** Values of tags have 256 characters, of few kinds (SQS Developer Guide, cost allocation tags). */
function textsOf({ runId, host, user }: LeaseHolder): Pick<LeaseHolder, "runId" | "host" | "user"> {
  const plain = (text: string) => text.replace(/[^\w.@+-]/g, "_").slice(0, 60);
  return { runId: plain(runId), host: plain(host), user: plain(user) };
}

function tagOf({ runId, host, user, pid, sinceMs }: LeaseHolder, writtenMs: number): string {
  return [runId, user, host, pid, sinceMs, writtenMs].join("/");
}

function claimIn(text: string | undefined, clock: Pick<Clock, "now">) {
  const [runId = "", user = "", host = "", ...numbers] = (text ?? "").split("/");
  const [pid = 0, sinceMs = 0, writtenMs = Number.NaN] = numbers.map(Number);
  if (Number.isNaN(writtenMs)) return undefined;
  return { holder: { runId, user, host, pid, sinceMs }, silentMs: async () => clock.now() - writtenMs };
}
