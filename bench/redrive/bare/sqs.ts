import { hash } from "node:crypto";
import { type DocumentPlan, placeOfDocument, pointerDocument, writtenAtMs } from "../documents.ts";
import type { Place } from "../place.ts";

interface Entry {
  readonly Id: string;
}

/** A queue that gives each message once, and takes every deletion. */
export class BareQueue {
  readonly #plan: DocumentPlan;
  readonly #place: Place;
  #given = 0;
  #removed = 0;

  constructor(plan: DocumentPlan, place: Place) {
    this.#plan = plan;
    this.#place = place;
  }

  receive(most: number): { readonly count: number; readonly answer: object } {
    const count = Math.min(most, this.#plan.documents - this.#given);
    const messages = Array.from({ length: count }, () => this.#next());
    return { count, answer: count === 0 ? {} : { Messages: messages } };
  }

  /** Of deletions and of times to stay hidden alike. */
  all(entries: readonly Entry[]): object {
    return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
  }

  remove(entries: readonly Entry[]): object {
    this.#removed += entries.length;
    return this.all(entries);
  }

  /** Planning receives ten messages, which are hidden until they are given back: these are given again. */
  giveBack(count: number): void {
    this.#given -= count;
  }

  attributes(): object {
    return {
      Attributes: {
        QueueArn: this.#place.destination,
        MessageRetentionPeriod: "1209600",
        ApproximateNumberOfMessages: String(this.#plan.documents - this.#given),
        ApproximateNumberOfMessagesNotVisible: String(this.#given - this.#removed),
        ApproximateNumberOfMessagesDelayed: "0",
      },
    };
  }

  #next(): object {
    const number = this.#given++;
    const Body = pointerDocument(this.#place, placeOfDocument(this.#plan, number));
    return {
      MessageId: `message-${number}`,
      ReceiptHandle: `receipt-${number}`,
      MD5OfBody: hash("md5", Body),
      Body,
      Attributes: { SentTimestamp: String(writtenAtMs + 60_000), ApproximateReceiveCount: "1" },
    };
  }
}
