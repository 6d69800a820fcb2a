/**
 * `JSON.stringify`, except that a value which JSON would drop or change (NaN, Infinity, a function, a
 * typed array, a Date, …) is an error naming the place, instead of a surprise when it is read back.
 * Keys whose value is undefined are left out.
 *
 * @param name what to call the value in errors.
 */
export function stringifyExactly(value: unknown, name: string, indent?: number): string {
  check(value, name);
  return JSON.stringify(value, undefined, indent);
}

function check(value: unknown, path: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (Array.isArray(value)) {
    value.forEach((item, i) => check(item, `${path}[${i}]`));
    return;
  }
  if (isPlainObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined) check(item, `${path}.${key}`);
    }
    return;
  }
  throw new TypeError(
    `${path} is ${describe(value)}, which JSON cannot hold; expected null, a boolean, a finite number, a string, or a list or plain object of these.`,
  );
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // by name: an object from another realm has another Object
  return prototype === null || (prototype as object).constructor?.name === 'Object';
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `a ${value.constructor.name}`;
  return typeof value === 'function' ? 'a function' : String(value);
}
