import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/core/call.ts';
import type { Host } from '../../src/core/model.ts';
import { all } from '../io/support/all.ts';
import { engineGet, outsideOf, type Tried, webGet } from '../io/support/outside.ts';
import { engines } from '../io/support/ssh-engines.ts';
import { type Sshd, sshdMissing, startSshd } from '../io/support/sshd.ts';
import { json, type StandIn, standIn } from '../io/support/stand-in.ts';

const never = new AbortController().signal;
let box: Host = { name: 'box', reach: { ssh: 'box' } };
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

function dockerMissing(): boolean {
	if (existsSync('/usr/bin/docker') || existsSync('/usr/local/bin/docker')) return false;
	if (process.env['WATCHDECK_LAB'] === 'required') throw new Error('this test needs docker');
	console.warn('skipped: needs docker');
	return true;
}

function failureKind(answer: Answer): string {
	return answer.ok ? 'ok' : answer.failure.kind;
}

interface Set {
	readonly sshd: Sshd;
	readonly outside: Tried;
	readonly engine: StandIn;
}

/** A host over ssh whose engine is a stand-in at a socket file. */
async function open(...lines: readonly string[]): Promise<Set> {
	const sshd = await startSshd(...lines);
	ends.push(sshd.stop);
	sshd.configure(`IdentityFile ${sshd.key('id')}`);
	const socket = join(sshd.folder, 'docker.sock');
	const engine = await standIn((request, response) => {
		if (request.url?.startsWith('/events') === true) {
			response.write('{"n":1}\n{"n"');
			setImmediate(() => response.write(':2}\n{"n":3}\n'));
		} else if (request.url === '/silent') response.flushHeaders();
		else if (request.url === '/flood') flood(response);
		else json(response, { url: request.url, method: request.method });
	}, socket);
	ends.push(engine.stop);
	const host: Host = { ...box, engine: socket };
	const outside = outsideOf(host, { ssh: { configFile: sshd.configFile } });
	ends.push(outside.close);
	return { sshd, outside, engine };
}

let flooded = 0;
/** Writes for ever, as fast as the other side takes it. */
function flood(response: import('node:http').ServerResponse): void {
	flooded = 0;
	const line = `${'x'.repeat(1023)}\n`;
	const more = () => {
		while (!response.destroyed) {
			flooded += line.length;
			if (!response.write(line)) return;
		}
	};
	response.on('drain', more);
	more();
}

describe.skipIf(sshdMissing()).each(engines)('the engine of a host over $name', ({ host: bare, name }) => {
	beforeEach(() => {
		box = bare;
	});

	test('is asked through its forwarded socket, over the one connection', async () => {
		const { sshd, outside, engine } = await open();
		for (let n = 0; n < 3; n += 1) {
			const answer = await outside.ask(engineGet('box', `/containers/${n}/top?a=b`), never);
			expect(answer).toMatchObject({ ok: true, value: { text: `{"url":"/containers/${n}/top?a=b","method":"GET"}` } });
		}
		const many = await Promise.all(Array.from({ length: 20 }, () => outside.ask(engineGet('box', '/info'), never)));
		expect(many.every((answer) => answer.ok)).toBe(true);
		await outside.run('true');
		expect(engine.asked).toHaveLength(23);
		expect(sshd.log().match(/Accepted publickey/g)).toHaveLength(1);
	});

	test('its events are followed, and left', async () => {
		const { outside, engine } = await open();
		const seen: string[] = [];
		for await (const chunk of outside.follow(engineGet('box', '/events'), never)) {
			seen.push('text' in chunk ? chunk.text : chunk.failure.message);
			if (seen.length === 3) break;
		}
		expect(seen).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
		await expect.poll(() => engine.connections().open).toBe(0);
	});

	test('a silent stream ends with its signal', async () => {
		const { outside } = await open();
		const wanted = new AbortController();
		const values = all(outside.follow(engineGet('box', '/silent'), wanted.signal));
		await outside.linked('up');
		wanted.abort();
		expect(await values).toEqual([]);
	});

	test('a slow reader slows the sender', async () => {
		const { outside } = await open();
		let lines = 0;
		let high = 0;
		for await (const chunk of outside.follow(engineGet('box', '/flood'), never)) {
			if ('text' in chunk) lines += 1;
			if (lines === 10) {
				// Nothing is read meanwhile; what the server could send must stop at what the buffers hold.
				let last = -1;
				while (last !== flooded) {
					last = flooded;
					await new Promise((resolve) => setTimeout(resolve, 300));
				}
				high = flooded;
				break;
			}
		}
		expect(high).toBeLessThan(32 * 1024 * 1024);
	});

	test.skipIf(dockerMissing())('where forwarding is not allowed docker joins us to the socket', async () => {
		const { sshd, outside, engine } = await open('AllowStreamLocalForwarding no');
		const many = await Promise.all(Array.from({ length: 3 }, () => outside.ask(engineGet('box', '/info'), never)));
		expect(many.map((answer) => answer.ok && answer.value.code)).toEqual([200, 200, 200]);
		const seen: string[] = [];
		for await (const chunk of outside.follow(engineGet('box', '/events'), never)) {
			seen.push('text' in chunk ? chunk.text : chunk.failure.message);
			if (seen.length === 3) break;
		}
		expect(seen).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
		expect(sshd.log().match(/Accepted publickey/g)).toHaveLength(1);
		// An engine that goes away and comes back is found again, and its absence has the words of its absence.
		await engine.stop();
		rmSync(join(sshd.folder, 'docker.sock'), { force: true });
		const gone = () => outside.ask(engineGet('box', '/info'), never);
		await expect.poll(async () => failureKind(await gone())).toBe('missing');
	});

	test('where not even that is there it says so, with the fix', async () => {
		const { outside } = await open('AllowStreamLocalForwarding no', 'SetEnv PATH=/nowhere');
		const answer = await outside.ask(engineGet('box', '/info'), never);
		expect(answer).toMatchObject({
			ok: false,
			failure: { kind: 'refused', fix: expect.stringContaining('AllowStreamLocalForwarding') },
		});
		expect(!answer.ok && answer.failure.message).toMatch(/docker.*not found/);
	});

	test('where there is no socket it says so', async () => {
		const { sshd } = await open();
		const host: Host = { ...box, engine: '/no/such.sock' };
		const outside = outsideOf(host, { ssh: { configFile: sshd.configFile } });
		ends.push(outside.close);
		const answer = await outside.ask(engineGet('box', '/info'), never);
		expect(answer).toMatchObject({
			ok: false,
			failure: { kind: 'missing', message: expect.stringContaining('/no/such.sock') },
		});
	});

	test('a web server is reached as seen from the host', async () => {
		const { outside } = await open();
		const web = await standIn((_request, response) => json(response, { fine: true }, 503));
		ends.push(web.stop);
		const url = `http://127.0.0.1:${web.port}/health?key=hidden`;
		const answer = await outside.ask({ ...webGet('box', url), fine: [503] }, never);
		expect(answer).toMatchObject({ ok: true, value: { code: 503, text: '{"fine":true}' } });
		await web.stop();
		const gone = await outside.ask(webGet('box', url), never);
		expect(gone).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
		expect(!gone.ok && gone.failure.message).not.toContain('hidden');
	});

	test('what a command and a request take', async () => {
		const { outside } = await open();
		const timed = async (times: number, work: () => Promise<unknown>) => {
			await work();
			const began = performance.now();
			for (let n = 0; n < times; n += 1) await work();
			return (performance.now() - began) / times;
		};
		const exec = await timed(50, () => outside.run('true'));
		const engine = await timed(100, () => outside.ask(engineGet('box', '/info'), never));
		console.info(`over ${name} ssh: ${exec.toFixed(1)} ms a command, ${engine.toFixed(1)} ms an engine request`);
		// Without TCP_NODELAY a command takes 90 ms.
		expect(exec).toBeLessThan(60);
		expect(engine).toBeLessThan(30);
	});
});
