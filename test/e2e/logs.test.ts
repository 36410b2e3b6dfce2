import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { Deck } from './driver.ts';
import { makeEnds, openCockpit } from './scene.ts';

const config = `
operator: tester
hosts:
  box: { local: true }
environments:
  shop:
    services:
      web: { host: box }
`;
const says = (words: string) => ({ cmd: ['/bin/sh', '-c', `echo ${words}; exec sleep 1000000`] });

describeLab('the log on the screen', () => {
	let lab: Lab;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['quiet'] });
	});
	afterEach(async () => {
		await ends.all();
		await lab.clear();
	});
	afterAll(() => lab?.stop());

	const openedOn = async (name: string, key = 'l'): Promise<Deck> => {
		const deck = openCockpit(lab, ends, config, { columns: 100, rows: 24 });
		await deck.sees(new RegExp(`${name} .*\\+ ok`));
		await deck.select(name);
		await deck.press(key);
		await deck.sees('FOLLOW');
		return deck;
	};
	/** The texts of the rows that show lines and marks, in their order, without their times. */
	const rowsOf = (deck: Deck, wanted: RegExp) =>
		deck.screen().flatMap((row) => {
			const [text] = wanted.exec(row) ?? [];
			return text === undefined ? [] : [text];
		});

	test('stays when its container is removed, and says when', { timeout: 60_000 }, async () => {
		await lab.run('lonely', 'quiet:v1', says('the last words'));
		const deck = await openedOn('lonely');
		await deck.sees(/\d the last words/);
		await lab.rm('lonely');
		await deck.sees(/--- \d\d:\d\d:\d\d lonely was removed ---/);
		await deck.sees(/LOGS local\/lonely FOLLOW not there any more/);
		expect(rowsOf(deck, /the last words|lonely (?:stopped: exit 137|was removed)/)).toEqual([
			...['the last words', 'lonely stopped: exit 137', 'lonely was removed'],
		]);
		await deck.esc();
		await deck.seesNo('LOGS');
	});

	test('says how its container ended, and that another one writes', { timeout: 60_000 }, async () => {
		await lab.run('web', 'quiet:v1', says('from the first'));
		const deck = await openedOn('web');
		await deck.sees(/\d from the first/);
		await lab.kill('web');
		await deck.sees(/--- \d\d:\d\d:\d\d web stopped: exit 137 \(killed\) ---/);
		await lab.engine.ask('POST', '/containers/web/start');
		await deck.sees('web started');
		await deck.sees(/from the first[\s\S]*from the first/);
		await lab.rm('web');
		await deck.sees('web was removed');
		await deck.sees('FOLLOW without a container');
		await lab.run('web', 'quiet:v1', says('from another'));
		await deck.sees(/another container: web \([0-9a-f]{12}\)/);
		await deck.sees(/\d from another/);
		expect(rowsOf(deck, /from the first|from another|web was removed|another container|exit 137/)).toEqual([
			...['from the first', 'exit 137', 'from the first', 'exit 137', 'web was removed'],
			...['another container', 'from another'],
		]);
	});

	test('of all services of an environment says it of each', { timeout: 60_000 }, async () => {
		await lab.run('web', 'quiet:v1', says('from the first'));
		const deck = await openedOn('web', 'L');
		await deck.sees(/web from the first/);
		await lab.rm('web');
		await deck.sees('web was removed');
		await lab.run('web', 'quiet:v1', says('from another'));
		await deck.sees('another container: web');
		await deck.sees(/web from another/);
	});
});
