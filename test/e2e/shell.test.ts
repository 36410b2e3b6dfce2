import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { start } from './driver.ts';
import { configOf, deploy, journalOf, WAYS } from './scene.ts';

describeLab('out of the cockpit and back', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	test.each(WAYS)('a shell in a container: %s', { timeout: 120_000 }, async (way) => {
		const env = lab.env();
		await deploy(lab, 'app:v1');
		const deck = start(['--config', lab.config(configOf({ way }))], { env });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		await deck.press('s');
		await deck.sees('SHELL  production/api');
		await deck.sees('exec -it');
		await deck.enter();
		await deck.type('wrong');
		await deck.enter();
		await deck.sees('that is not its name');
		await deck.press('ctrl-u');
		await deck.type('api');
		await deck.enter();
		await deck.sees(/\/app # $/m, 20_000);
		deck.tell('echo IN-$((40+2))-$LOAD');
		await deck.sees('IN-42-4', 20_000);
		deck.tell('exit');
		await deck.sees('back from the shell on production/api', 20_000);
		await deck.sees(/api .*\+ ok/);
		expect(journalOf(env).map(({ what }) => what)).toEqual(['shell opened', 'shell left']);
		await deck.press('9');
		await deck.sees(/tester +shell +production\/api +left/);
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('a shell stands in the rows of another cockpit, and is left when its terminal is closed', {
		timeout: 120_000,
	}, async () => {
		const env = lab.env();
		await deploy(lab, 'app:v1');
		const deck = start(['--config', lab.config(configOf())], { env });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		await deck.press('s');
		await deck.sees('SHELL  production/api');
		await deck.enter();
		await deck.type('api');
		await deck.enter();
		await deck.sees(/\/app # $/m, 20_000);
		const other = start(['--config', lab.config(configOf())], { env });
		await other.sees(/api .*tester shell/, 20_000);
		deck.hangUp();
		await deck.exited();
		await other.sees(/api .* v1 \d/, 20_000);
		other.kill('SIGTERM');
		await other.exited();
		const written = journalOf(env);
		expect(written.map(({ what }) => what)).toEqual(['shell opened', 'shell left']);
		// Its own cockpit says so: another one could only say that the end is not known.
		expect(written.at(-1)).toMatchObject({ text: expect.stringMatching(/^exit \d+$/) });
	});

	test('the editor on the config, which is taken over after it', { timeout: 120_000 }, async () => {
		await deploy(lab, 'app:v1');
		const path = lab.config(configOf());
		const editor = join(lab.folder, 'editor');
		const wrong = configOf().replace('within:', 'wihtin:');
		writeFileSync(`${path}.next`, wrong, { mode: 0o600 });
		writeFileSync(editor, `#!/bin/sh\necho "EDITING $1"\nread answer\ncat "${path}.next" > "$1"\n`);
		chmodSync(editor, 0o755);
		const deck = start(['--config', path], { env: { ...lab.env(), EDITOR: editor } });
		await deck.sees(/api .*\+ ok/);
		await deck.press(':');
		await deck.type('edit');
		await deck.enter();
		await deck.sees(`EDITING ${path}`, 20_000);
		deck.tell('');
		await deck.sees('Did you mean `within`?', 20_000);
		expect(readFileSync(path, 'utf8')).toBe(wrong);
		deck.kill('SIGTERM');
		await deck.exited();
	});
});
