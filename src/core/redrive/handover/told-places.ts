import type { LaneId } from "../ports.ts";

/** What was found at many places: how much altogether, and the first places as they are told. */
export interface ToldPlaces {
  add(what: string, count?: number): void;
  readonly count: number;
  readonly places: readonly string[];
}

const mostTold = 20;

export function createToldPlaces(): ToldPlaces {
  const places: string[] = [];
  let sum = 0;
  return {
    add(what, count = 1) {
      sum += count;
      if (places.length < mostTold) places.push(what);
    },
    get count() {
      return sum;
    },
    places,
  };
}

/** As people are told of a lane. */
export function laneText({ topic, partition }: LaneId): string {
  return `${topic}-${partition}`;
}
