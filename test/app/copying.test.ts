import { expect, test } from 'vitest';
import { makeCopying } from '../../src/app/copying.ts';
import { failed } from '../../src/core/failed.ts';
import type { Result } from '../../src/core/model.ts';

/** Copies `a`, a control sequence and `b`; gives what is said of it, what the terminal got and what was written. */
async function copied(on: { readonly passthrough?: string; readonly takes?: boolean; readonly full?: true }) {
	const got: string[] = [];
	const files: string[] = [];
	const copy = makeCopying({
		terminal: {
			copy: (lines) => {
				got.push(lines.join('\n'));
				return on.takes !== false;
			},
		},
		passthrough: async () => on.passthrough,
		path: '/state/copied.txt',
		write: async (path, text): Promise<Result<void>> => {
			if (on.full) return failed('full', 'The disk is full.');
			files.push(`${path}: ${text}`);
			return { ok: true, value: undefined };
		},
	});
	return { said: await copy('a\u001b[31mb'), got, files };
}

test.each([undefined, 'on', 'all', ''])(
	'goes to the clipboard of the terminal, where tmux says %j',
	async (passthrough) => {
		const to = await copied(passthrough === undefined ? {} : { passthrough });
		expect(to).toEqual({ said: 'copied', got: ['ab'], files: [] });
	},
);

test('goes into a file where tmux would keep it, which is said with what changes that', async () => {
	const { said, got, files } = await copied({ passthrough: 'off' });
	expect([got, files]).toEqual([[], ['/state/copied.txt: ab\n']]);
	expect(said).toBe(
		'written to /state/copied.txt: tmux keeps what is copied from your terminal, until you run tmux set -g allow-passthrough on',
	);
});

test('goes into a file where it is too long, and is not said to be there where it could not be written', async () => {
	expect((await copied({ takes: false })).said).toBe(
		"too long for the terminal's clipboard: written to /state/copied.txt",
	);
	expect((await copied({ passthrough: 'off', full: true })).said).toBe('The disk is full.');
});
