/**
 * Tells the story of `rules.ts` to a real engine and writes down what was learnt, for the simulated one to be held to.
 *   sudo unshare --net --mount node_modules/.bin/node test/io/demo/record.ts
 * Needs dockerd, iproute2 and a static busybox; the engine lives in a temporary folder and is stopped at the end.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventWords, filled, type Ids, type Learnt, learnt } from './compare.ts';
import { story } from './rules.ts';

const dir = mkdtempSync(join(tmpdir(), 'watchdeck-rules.'));
const socketPath = join(dir, 's.sock');

function ask(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
	return new Promise((resolve, reject) => {
		const text = body === undefined ? undefined : JSON.stringify(body);
		const headers = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': text.length };
		const sent = request({ socketPath, method, path: path === '/_ping' ? path : `/v1.41${path}`, headers }, (got) => {
			let all = '';
			got.on('data', (part) => {
				all += part;
			});
			got.on('end', () => resolve({ status: got.statusCode ?? 0, text: all }));
		});
		sent.on('error', reject);
		sent.end(text);
	});
}

function image(name: string, ...changes: readonly string[]): string {
	const words = changes.flatMap((change) => ['-c', change]);
	const tar = execFileSync('tar', ['-C', join(dir, 'root'), '-c', '.'], { maxBuffer: 1 << 26 });
	return String(
		execFileSync('docker', ['-H', `unix://${socketPath}`, 'import', ...words, '-', name], { input: tar }),
	).trim();
}

async function tell(ids: Ids): Promise<readonly Learnt[]> {
	const all: Learnt[] = [];
	for (const told of story) {
		const body = told.body === undefined ? undefined : JSON.parse(filled(JSON.stringify(told.body), ids));
		const { status, text } = await ask(told.method, filled(told.path, ids), body);
		if (told.as !== undefined && status !== 201) throw new Error(`${told.say}: ${text}`);
		if (told.as !== undefined) ids[told.as] = JSON.parse(text).Id;
		all.push(learnt(told, status, text, ids));
	}
	return all;
}

execFileSync('ip', ['link', 'set', 'lo', 'up']);
const words = ['--data-root', join(dir, 'data'), '--exec-root', join(dir, 'exec'), '--pidfile', join(dir, 'pid')];
const engine = spawn('dockerd', [...words, '-H', `unix://${socketPath}`], { stdio: 'ignore' });
try {
	for (let tries = 0; tries < 100; tries++) {
		if (
			await ask('GET', '/_ping').then(
				() => true,
				() => false,
			)
		)
			break;
		await pause(100);
	}
	mkdirSync(join(dir, 'root/bin'), { recursive: true });
	mkdirSync(join(dir, 'root/tmp'));
	cpSync('/usr/bin/busybox', join(dir, 'root/bin/busybox'));
	for (const name of ['sh', 'sleep', 'true']) symlinkSync('busybox', join(dir, 'root/bin', name));
	const common = (v: string) => [
		'ENV PATH=/bin',
		`ENV FROM_IMAGE=${v}`,
		`LABEL org.opencontainers.image.revision=${v}`,
		'ENTRYPOINT ["/bin/sh","-c"]',
		'CMD ["trap : TERM; while true; do sleep 0.1; done"]',
		'WORKDIR /tmp',
		'EXPOSE 8080',
		'VOLUME /data',
		'HEALTHCHECK --interval=1s --retries=2 CMD true',
	];
	const ids: Ids = { v1: image('shop/api:v1', ...common('v1')), v2: image('shop/api:v2', ...common('v2')) };
	image('bare:1');
	for (const [name, subnet] of [
		['shop', '172.30.4.0/24'],
		['back', '172.30.5.0/24'],
	] as const)
		await ask('POST', '/networks/create', { Name: name, IPAM: { Config: [{ Subnet: subnet }] } });
	const told = await tell(ids);
	const { text } = await ask('GET', `/events?since=0&until=${Math.floor(Date.now() / 1000) + 1}`);
	const events = text
		.trim()
		.split('\n')
		.map((line) => eventWords(JSON.parse(line)))
		.filter((words) => words !== undefined);
	writeFileSync(new URL('./recorded.json', import.meta.url), `${JSON.stringify({ told, events }, undefined, '\t')}\n`);
} finally {
	engine.kill();
	await new Promise((resolve) => engine.once('close', resolve));
	rmSync(dir, { recursive: true, force: true });
}
