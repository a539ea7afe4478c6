import type { ListElement } from "../event-values.ts";

/** The place of a value that stands in no element of a list. */
export const inNoElement = -1;

/** The elements of lists that a scan has come through, each a small number. */
export class ElementPlaces {
  #count = 0;
  #lists = new Int32Array(64);
  #indexes = new Int32Array(64);
  #outers = new Int32Array(64);

  clear(): void {
    this.#count = 0;
  }

  /** An element of a list that stands in the element `outer` itself, or in none. */
  add(list: number, index: number, outer: number): number {
    if (this.#count === this.#lists.length) this.#grow();
    this.#lists[this.#count] = list;
    this.#indexes[this.#count] = index;
    this.#outers[this.#count] = outer;
    return this.#count++;
  }

  list(place: number): number {
    return this.#lists[place] as number;
  }

  index(place: number): number {
    return this.#indexes[place] as number;
  }

  isInner(place: number): boolean {
    return this.#outers[place] !== inNoElement;
  }

  /** As the plain engine names it. */
  element(place: number): ListElement | undefined {
    if (place === inNoElement) return undefined;
    return { list: this.list(place), index: this.index(place), outer: this.element(this.#outers[place] as number) };
  }

  #grow(): void {
    const doubled = (numbers: Int32Array<ArrayBuffer>) => {
      const larger = new Int32Array(numbers.length * 2);
      larger.set(numbers);
      return larger;
    };
    [this.#lists, this.#indexes, this.#outers] = [doubled(this.#lists), doubled(this.#indexes), doubled(this.#outers)];
  }
}
