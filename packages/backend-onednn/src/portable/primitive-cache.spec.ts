import { PrimitiveCache } from './primitive-cache.js';

function recorded(capacity: number) {
  const destroyed: string[] = [];
  const cache = new PrimitiveCache(capacity);
  const part = (name: string) => ({ destroy: () => void destroyed.push(name) });
  return {
    cache,
    destroyed,
    part,
    get: (key: string) => cache.get(key, (keep) => keep(part(key))),
  };
}

describe('the primitive cache', () => {
  it('makes each entry once and lets go of the one that was used longest ago', () => {
    const { cache, destroyed, get } = recorded(2);
    const first = get('a');
    get('b');
    expect(get('a')).toBe(first);
    get('c');
    cache.sweep();
    expect(destroyed).toEqual(['b']);
    expect(get('a')).toBe(first);
    expect({ misses: cache.misses, size: cache.size }).toEqual({ misses: 3, size: 2 });
    cache.clear();
    expect(destroyed).toEqual(['b', 'a', 'c']);
  });

  it('destroys what has left it only when it is swept, each once', () => {
    const { cache, destroyed, get } = recorded(1);
    for (const key of ['a', 'b', 'c']) get(key);
    expect(destroyed).toEqual([]);
    cache.sweep();
    cache.sweep();
    expect(destroyed).toEqual(['a', 'b']);
    get('d');
    cache.clear();
    expect(destroyed).toEqual(['a', 'b', 'c', 'd']);
  });

  it('destroys the parts of an entry with it, the latest first', () => {
    const { cache, destroyed, part } = recorded(2);
    const pair = cache.get('pair', (keep) => ({ first: keep(part('a')), second: keep(part('b')) }));
    expect(cache.get('pair', () => 'another')).toBe(pair);
    cache.clear();
    expect(destroyed).toEqual(['b', 'a']);
  });

  it('keeps the knowledge that there is nothing', () => {
    const { cache } = recorded(2);
    for (let i = 0; i < 2; i++) expect(cache.get('none', () => undefined)).toBeUndefined();
    expect(cache.misses).toBe(1);
  });

  it('destroys the parts of what could not be made', () => {
    const { cache, destroyed, part } = recorded(2);
    const make = () =>
      cache.get('pair', (keep) => {
        keep(part('first'));
        keep(part('second'));
        throw new Error('no third');
      });
    expect(make).toThrow('no third');
    expect(destroyed).toEqual(['second', 'first']);
    expect(cache.size).toBe(0);
  });
});
