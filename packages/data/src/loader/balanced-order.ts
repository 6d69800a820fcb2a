import { foldIn, permutation } from '@gnp/random';

/** The images of an epoch in their order, [count] each. */
export interface EpochOrder {
  readonly indices: Uint32Array;
  /** How often each image has come before in the epoch; undefined where each comes once. */
  readonly turns?: Uint32Array;
}

/**
 * An epoch in which all classes that have images are equally frequent, but for one image where the count is no multiple of
 * their number: as many draws as there are images, in random order. The images of a class come in turns: none a second
 * time before each has come once. A pure function of its arguments.
 *
 * @param labels [count], the class of each image
 * @param seed of this epoch
 */
export function balancedOrder(labels: Int32Array, seed: number): EpochOrder {
  const members = new Map<number, number[]>();
  labels.forEach((label, index) => {
    const own = members.get(label);
    if (own) own.push(index);
    else members.set(label, [index]);
  });
  const count = labels.length;
  const classes = [...members].sort(([a], [b]) => a - b);
  const least = Math.floor(count / classes.length);
  // which classes have one more is another matter in each epoch
  const places = permutation(classes.length, foldIn(seed, 'one more'));
  const drawn: { index: number; turn: number }[] = [];
  classes.forEach(([label, own], i) => {
    const draws = least + (places[i] < count % classes.length ? 1 : 0);
    for (let turn = 0; turn * own.length < draws; turn++) {
      const order = permutation(own.length, foldIn(seed, 'class', label, turn));
      const taken = order.subarray(0, draws - turn * own.length);
      for (const place of taken) drawn.push({ index: own[place], turn });
    }
  });
  const order = permutation(count, foldIn(seed, 'shuffle'));
  return {
    indices: order.map((place) => drawn[place].index),
    turns: order.map((place) => drawn[place].turn),
  };
}
