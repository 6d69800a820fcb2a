interface Timed {
  readonly epochs?: unknown;
  readonly learningRate?: { readonly warmupEpochs?: unknown };
  readonly rule?: { readonly warmupEpochs?: unknown };
}

/** The sections that may have a warmup. */
const sections = ['learningRate', 'rule'] as const;

/**
 * Where the command line shortens a run so far that a warmup of its recipe does not fit in, the warmup is shortened in
 * proportion; what the command line says of warmups stays.
 *
 * @param recipe as it is written
 * @param given the same with what the command line says
 * @returns that with warmups that fit, and a sentence for each that was shortened
 */
export function shortenWarmups(
  recipe: unknown,
  given: unknown,
): { readonly value: unknown; readonly notes: readonly string[] } {
  const [before, after] = [recipe as Timed, given as Timed];
  const notes: string[] = [];
  const value: Record<string, unknown> = { ...after };
  if (!isNumber(before.epochs) || !isNumber(after.epochs) || after.epochs >= before.epochs) {
    return { value, notes };
  }
  const share = after.epochs / before.epochs;
  for (const name of sections) {
    const length = after[name]?.warmupEpochs;
    if (!isNumber(length) || length !== before[name]?.warmupEpochs || length < after.epochs)
      continue;
    const shortened = length * share;
    value[name] = { ...after[name], warmupEpochs: shortened };
    notes.push(
      `The run has ${after.epochs} epochs in place of ${before.epochs}: '${name}.warmupEpochs' is ${shortened} in place of ${length}.`,
    );
  }
  return { value, notes };
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
