import { crc32c, maskedCrc32c } from './crc32c.js';

describe('crc32c', () => {
  // RFC 3720, appendix B.4
  it.each<[string, Uint8Array, number]>([
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['31 to 0', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    ['the check string', new TextEncoder().encode('123456789'), 0xe3069283],
    ['nothing', new Uint8Array(0), 0],
  ])('of %s is the published value', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  it('masks as TFRecord files do', () => {
    const crc = 0x8a9136aan;
    const rotated = ((crc >> 15n) | (crc << 17n)) & 0xffffffffn;
    const expected = Number((rotated + 0xa282ead8n) & 0xffffffffn);
    expect(maskedCrc32c(new Uint8Array(32))).toBe(expected);
  });
});
