import { PrimitiveCache } from './primitive-cache.js';

describe('the primitive cache', () => {
  it('makes each entry once and destroys the oldest when it is full', () => {
    const destroyed: string[] = [];
    const cache = new PrimitiveCache(2);
    const get = (key: string) => cache.get(key, () => ({ destroy: () => destroyed.push(key) }));
    const first = get('a');
    expect(get('a')).toBe(first);
    get('b');
    get('c');
    expect(destroyed).toEqual(['a']);
    expect({ misses: cache.misses, size: cache.size }).toEqual({ misses: 3, size: 2 });
    cache.clear();
    expect(destroyed).toEqual(['a', 'b', 'c']);
  });
});
