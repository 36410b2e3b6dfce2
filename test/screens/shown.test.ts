import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makePaint } from '../../src/components/paint.ts';
import { looksOf } from '../../src/components/themes.ts';
import { shown } from '../../src/core/clean.ts';
import { fleetState, is, service, start } from './fleet-state.ts';
import { show } from './screen.ts';

const hostile = '\u001b]52;c;cm0gLXJm\u0007\u001b[2J\u001b[1;1H\u009b31mEVIL\u202e\u200b\r\nNEXT\u0000';

test('only text that was cleaned can be given to a component', () => {
	const paint = makePaint(looksOf('terminal', '16'));
	expect(paint([{ text: shown`cleaned` }])).toBe('cleaned');
	// @ts-expect-error A bare string is not `Shown`: the compiler finds the place that forgot to clean.
	expect(paint([{ text: 'from outside' }])).toBe('from outside');
});

test('only one component writes text, and that one takes lines', () => {
	const files = ['components', 'screens', 'hooks', 'app'].flatMap((folder) =>
		readdirSync(`src/${folder}`, { recursive: true, encoding: 'utf8' })
			.filter((name) => /\.tsx?$/.test(name))
			.map((name) => `src/${folder}/${name}`),
	);
	const writing = files.filter((file) => /<(?:Text|Static|Transform|Newline)\b/.test(readFileSync(file, 'utf8')));
	expect(writing).toEqual(['src/components/row.tsx']);
});

test.each([
	[80, 24],
	[200, 50],
])('names, reasons and failures from outside do nothing to the terminal: %i x %i', async (columns, rows) => {
	const evil = service('production/evil', { original: hostile, releases: [] });
	const calm = fleetState(
		[evil, service('staging/api', { instances: [] })],
		{ 'production/evil': is('down', hostile), 'staging/api': is('ok', 'fine') },
		{ columns, rows },
	);
	const failure = { kind: 'unreachable', message: hostile, fix: hostile } as const;
	const down = { is: 'down', since: start, retry: 'never', failure } as const;
	const screen = await show({ state: { ...calm, operator: hostile, links: { vps1: down, vps2: down } }, at: start });
	const seen: string[] = [];
	for (const key of ['j', 'j', 'G', 'k', 'k', 'enter', ']', '3', 'esc', ':', 'esc', '?', 'esc', 'q', 'q', 'esc']) {
		await screen.press(key);
		const text = await screen.text();
		expect(text).toHaveLength(rows);
		seen.push(text.join('\n'));
	}
	await screen.paste(hostile);
	seen.push((await screen.text()).join('\n'));
	expect(seen.join('\n')).toContain('EVIL NEXT');
	expect(seen.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b]/);
	expect(screen.scrolled()).toBe(0);
	screen.end();
});
