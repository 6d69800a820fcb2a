import { metrics } from '../testing/lines.js';
import { renderReport } from './report.js';

const configText = 'model: vgg16 # <b>\nseed: 1\n';

describe('renderReport', () => {
  let html = '';
  beforeAll(async () => {
    const title = { title: 'a <run>', subtitle: 'b & c' };
    html = await renderReport({ ...title, configText, metrics, parameters: 11_173_962 });
  });

  it('gives the final figures', () => {
    const cells = [...html.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name, value]) => [
      name,
      value.replace(/<.*?>/g, ''),
    ]);
    expect(cells).toEqual([
      ['Test error', '15.00%'],
      ['Best test error', '10.00% epoch 2'],
      ['Test loss', '0.5000'],
      ['Epochs', '3 30 steps'],
      ['Images per second', '115'],
      ['Waiting for data', '20.0%'],
      ['Time', '20s'],
      ['Parameters', '11.2M'],
    ]);
  });

  it('has the charts and the configuration', () => {
    const headings = [...html.matchAll(/<h2>(.*?)<\/h2>\n<svg /g)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'Error rate',
      'Loss',
      'Gradient norms',
      'Schedules',
      'Time of a step',
    ]);
    expect(html).toContain('<pre tabindex="0">model: vgg16 # &lt;b&gt;\nseed: 1</pre>');
  });

  it('escapes what it is given', () => {
    expect(html).toContain('<title>a &lt;run&gt;: b &amp; c</title>');
    expect(html).toContain('<h1>a &lt;run&gt;</h1>');
    expect(html).toContain('<p class="note">b &amp; c</p>');
    expect(html).not.toContain('<run>');
  });

  it('needs nothing but itself', () => {
    expect(html).not.toMatch(/<script|<link|<img|\ssrc=|href=|@import|url\((?!#)/);
    expect(
      html.match(/https?:\/\/[^"']*/g)?.every((url) => url === 'http://www.w3.org/2000/svg'),
    ).toBe(true);
  });

  it('is the same text every time', async () => {
    const run = { title: 't', configText, metrics };
    expect(await renderReport(run)).toBe(await renderReport(run));
  });

  it('shows no more than there is', async () => {
    const page = await renderReport({ title: 't', metrics });
    expect(page).toContain('<title>t</title>');
    expect(page).not.toContain('Configuration');
    expect(page).not.toContain('Parameters');
  });

  it('says what was not logged', async () => {
    const line = { split: 'train', step: 1, epoch: 1, loss: 2 };
    const page = await renderReport({ title: 't', metrics: [line] });
    expect(page).toContain('<dt>Test error</dt><dd>– <small>not tested yet</small></dd>');
    expect(page).toContain('<h2>Loss</h2>\n<svg');
    for (const title of ['Error rate', 'Gradient norms', 'Schedules', 'Time of a step']) {
      expect(page).toContain(`<h2>${title}</h2>\n<p class="note">Not logged.</p>`);
    }
    const tested = await renderReport({ title: 't', metrics: [{ ...line, split: 'test' }] });
    expect(tested).toContain('<dt>Test error</dt><dd>– <small>not logged</small></dd>');
  });

  it('tells of a run that has logged nothing', async () => {
    const empty = await renderReport({ title: 't', configText, metrics: [] });
    expect(empty).toContain('Nothing has been logged yet.');
    expect(empty).not.toContain('undefined');
    expect(empty).not.toContain('NaN');
  });
});
