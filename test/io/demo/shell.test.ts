import { describe, expect, test } from 'vitest';
import { drillOf } from '../../../src/core/drill/drills/index.ts';
import { readCall, writeCall } from '../../../src/core/runbook/call.ts';
import { parse } from '../../../src/io/demo/shell/parse.ts';
import { began, demo } from './harness.ts';

const typed = (script: string) => ({
	...{ host: 'vps1', shell: 'sh', timeout: 10_000 },
	filled: { script, shown: script, secrets: [] },
	fine: [0, 1, 2, 7, 126, 127],
});

/** A host on which commands are run as those of a walk are; `name`: the drill that breaks it at once. */
function host(name?: string) {
	const drill = name === undefined ? undefined : drillOf(name);
	const world = demo(undefined, drill === undefined ? undefined : { drill, at: began });
	const out = async (answer: ReturnType<typeof world.ask>) => {
		const came = await answer;
		if (!came.ok) throw new Error(came.failure.message);
		return { code: came.value.code, text: came.value.text };
	};
	return {
		world,
		run: (script: string) => out(world.ask(readCall(typed(script)))),
		change: (script: string) => out(world.order(writeCall(typed(script)))),
	};
}

describe('a script is taken apart', () => {
	test.each([
		[`docker logs --tail 5 a`, [[['docker', 'logs', '--tail', '5', 'a']]]],
		[`a 'b c' "d e"f\\ g`, [[['a', 'b c', 'd ef g']]]],
		[`a | b -n 2\nc # so it goes\nd`, [[['a'], ['b', '-n', '2']], [['c']], [['d']]]],
		['a && b; c 2>&1', [[['a']], [['b']], [['c']]]],
		[`a \\\n  b`, [[['a', 'b']]]],
		[`a=b "x$\{NAME-}y"`, [[['a=b', 'xy']]]],
		['', []],
	])('%j', (script, wanted) => {
		const parsed = parse(script);
		expect(parsed.ok && parsed.pipelines.map(({ commands }) => commands)).toEqual(wanted);
	});

	test.each([
		['a > b', '>'],
		['a < b', '<'],
		['$(a)', '$'],
		['`a`', '`'],
		['a &', '&'],
		['(a)', '('],
		["a 'b", "'"],
		['a || b', '|'],
		['ls *', '*'],
	])('%j is beyond it', (script, sign) => {
		expect(parse(script)).toEqual({ ok: false, sign });
	});
});

describe('the commands of the runbooks', () => {
	test('read what the engine has', async () => {
		const { run } = host();
		const log = await run('docker logs --tail 3 --timestamps production-api');
		expect(log.code).toBe(0);
		expect(log.text.trim().split('\n')).toHaveLength(3);
		expect(log.text).toMatch(/^2026-11-21T\d\d:\d\d:\d\d\.\d{9}Z \{"level"/);
		expect(
			(
				await run(
					`docker inspect --format '{{.State.Status}}, exit {{.State.ExitCode}}, {{.RestartCount}}' production-api`,
				)
			).text,
		).toBe('running, exit 0, 0\n');
		expect((await run(`docker inspect --format '{{.HostConfig.Memory}}' production-api`)).text).toBe('536870912\n');
		expect(
			(await run(`docker ps --all --format 'table {{.Names}}\\t{{.Status}}' | grep production-redis`)).text,
		).toMatch(/^production-redis {3,}Up /);
		expect((await run('docker top production-api -eo pid,ppid,rss,etime,args')).text).toContain('node dist/main.js');
		expect(await run('curl -sS -o /dev/null -w "%{http_code}\\n" http://127.0.0.1:8000/health')).toEqual({
			code: 0,
			text: '200\n',
		});
	});

	test('ask stores as long as they run', async () => {
		const { run, change } = host();
		const ping = `docker exec production-redis sh -c 'REDISCLI_AUTH="$\{REDIS_PASSWORD-}" redis-cli PING'`;
		expect((await run(ping)).text).toBe('PONG\n');
		expect((await run('docker exec production-postgres pg_isready')).text).toContain('accepting connections');
		const one = `docker exec -e PGOPTIONS='-c default_transaction_read_only=on' production-postgres psql -U postgres -d postgres -Atc 'select 1'`;
		expect((await run(one)).text).toBe('1\n');
		expect((await run('docker exec production-postgres mysqladmin ping')).code).toBe(126);
		await change('docker stop production-redis');
		const stopped = await run(ping);
		expect(stopped.code).toBe(1);
	});

	test('change what the engine has', async () => {
		const { run, change } = host();
		await change('docker update --memory 768m --memory-swap 768m production-worker');
		expect((await run(`docker inspect --format '{{.HostConfig.Memory}}' production-worker`)).text).toBe('805306368\n');
	});

	test('a full disk has its room back when the build cache goes', async () => {
		const { run, change } = host('disk-full');
		expect((await run('df -h')).text).toMatch(/\/dev\/vda1 .* 9\d% +\//);
		expect((await run('docker system df')).text).toMatch(/Build Cache .*82\.1GB/);
		expect((await run('sudo -n du -xh -d 3 / | sort -h | tail -n 2')).text).toMatch(
			/76G\t\/var\/lib\/docker\/buildkit|\t\/var\/lib\/docker\n/,
		);
		expect((await change('docker builder prune --force --filter until=168h')).text).toBe(
			'Total reclaimed space: 82.1GB\n',
		);
		expect((await run('df -h')).text).toMatch(/\/dev\/vda1 .* 4\d% +\//);
	});

	test('what cannot be answered says so', async () => {
		const { run } = host();
		for (const script of [
			'ls /',
			'docker cp a b',
			'docker logs --no-such production-api',
			'docker exec production-api sh',
			`docker inspect --format '{{range .Mounts}}{{.}}{{end}}' production-api`,
			'docker logs production-api > /tmp/out',
			'constructor',
			'docker toString',
		]) {
			const said = await run(script);
			expect(said.code, script).toBeGreaterThan(0);
		}
		expect((await run('docker logs nobody')).code).toBe(1);
	});
});
