import { contactSheet } from './contact-sheet.js';
import { plainImage } from './pixels/new-image.js';

const plain = (height: number, width: number, colour: number | number[]) =>
  plainImage({ height, width, channels: typeof colour === 'number' ? 1 : 3 }, colour);

describe('contactSheet', () => {
  it('puts rows of any sizes and colours on white', () => {
    const sheet = contactSheet([[plain(1, 2, 7), plain(2, 1, [1, 2, 3])], [], [plain(1, 1, 9)]]);
    expect(sheet).toMatchObject({ height: 2 + 4 + 1, width: 2 + 4 + 1, channels: 3 });
    const at = (y: number, x: number) => [...sheet.pixels.slice((y * 7 + x) * 3).slice(0, 3)];
    expect([at(0, 0), at(0, 1), at(0, 6), at(1, 6), at(6, 0)]).toEqual([
      [7, 7, 7],
      [7, 7, 7],
      [1, 2, 3],
      [1, 2, 3],
      [9, 9, 9],
    ]);
    const covered = 2 + 2 + 1;
    expect(sheet.pixels.filter((value) => value === 255)).toHaveLength((49 - covered) * 3);
  });

  it('refuses what it cannot show', () => {
    expect(() => contactSheet([[]])).toThrow('A contact sheet needs an image.');
    const two = plainImage({ height: 1, width: 1, channels: 2 }, 0);
    expect(() => contactSheet([[two]])).toThrow('images of 1 or 3 channels, got 2.');
  });
});
