import { timeBesides } from './time-besides.js';

test('is what passes and is not counted elsewhere, from call to call', () => {
  const clock = jest.spyOn(performance, 'now');
  try {
    clock.mockReturnValue(1000);
    const time = timeBesides(50);
    clock.mockReturnValue(1100);
    expect(time.since(120)).toBe(30);
    clock.mockReturnValue(1110);
    expect(time.since(120)).toBe(10);
    expect(time.since(120.5)).toBe(0);
  } finally {
    clock.mockRestore();
  }
});
