import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Tool } from '../databases/containers.ts';
import type { Contents } from './contents.ts';

type Word = string | number | Buffer;

/** Commands as they go over the wire (RESP, redis.io/docs/reference/protocol-spec): no byte of a word means anything. */
const wire = (commands: readonly (readonly Word[])[]): Buffer =>
	Buffer.concat(
		commands.flatMap((words) => [
			Buffer.from(`*${words.length}\r\n`),
			...words.flatMap((word) => {
				const bytes = Buffer.isBuffer(word) ? word : Buffer.from(String(word));
				return [Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')];
			}),
		]),
	);

const each = <T>(count: number, make: (n: number) => T): readonly T[] =>
	Array.from({ length: count }, (_, n) => make(n));
const everyByte = Buffer.from(each(256, (n) => n));
/** Midnight of 2100-01-01. */
const later = 4_102_444_800_000;

/** A key of each type, in the small form that Redis keeps few members in, and in the large. */
const types: readonly (readonly Word[])[] = [
	['SET', 'text', 'value'],
	['SET', 'number', '9223372036854775807'],
	['SET', 'empty', ''],
	['SET', 'binary', everyByte],
	['SET', 'five megabytes', Buffer.alloc(5 << 20, everyByte)],
	['SETBIT', 'bits', 1_000_003, 1],
	['PFADD', 'about', ...each(500, (n) => `visitor ${n}`)],
	['RPUSH', 'list', 'a', '', everyByte, 'a', '1'],
	['RPUSH', 'long list', ...each(5000, (n) => `${n} `.repeat(n % 50))],
	['SADD', 'numbers', 3, 1, -2],
	['SADD', 'set', 'a', '', everyByte, '\r\n'],
	['SADD', 'large set', ...each(5000, (n) => `member ${n}`)],
	['HSET', 'hash', 'field', 'value', '', '', 'a\nb', everyByte],
	['HSET', 'large hash', ...each(5000, (n) => [`field ${n}`, `${n}`.repeat(20)]).flat()],
	['ZADD', 'scores', '-inf', 'least', '0.1', 'a', '0.1', 'b', '1e300', 'c', '+inf', everyByte],
	['ZADD', 'large scores', ...each(5000, (n) => [n / 3, `member ${n}`]).flat()],
	['GEOADD', 'places', 13.361389, 38.115556, 'Palermo'],
	...each(3000, (n) => ['XADD', 'stream', `${n + 1}-1`, 'n', n, 'body', everyByte]),
	['XDEL', 'stream', '5-1', '3000-1'],
	['XGROUP', 'CREATE', 'stream', 'readers', '0'],
	['XGROUP', 'CREATE', 'stream', 'new ones', '$', 'ENTRIESREAD', 7],
	['XREADGROUP', 'GROUP', 'readers', 'one', 'COUNT', 20, 'STREAMS', 'stream', '>'],
	['XREADGROUP', 'GROUP', 'readers', 'two', 'COUNT', 5, 'STREAMS', 'stream', '>'],
	['XACK', 'stream', 'readers', '1-1', '22-1'],
	['XGROUP', 'CREATE', 'nothing in it', 'readers', '$', 'MKSTREAM'],
	['SET', 'ends', 'x', 'PXAT', later],
	['HSET', 'ends, too', 'a', 'b'],
	['PEXPIREAT', 'ends, too', later + 1],
];

const oddKeys: readonly Word[] = [
	...[
		'',
		' ',
		'a b',
		'a\nb',
		'\r\n',
		'*',
		'?[a]',
		'it\'s "so"',
		'$(id)',
		'`id`',
		'-h',
		'--',
		'\\x00',
		'größe 日本 🦊',
		'{tag}:1',
	],
	everyByte,
	Buffer.from([0]),
	Buffer.from([0xff, 0xfe]),
	'k'.repeat(10_000),
];

const library = `#!lua name=shop
redis.register_function('price', function(keys, args) return "it's; " .. args[1] end)
redis.register_function{function_name='look', callback=function(keys) return redis.call('GET', keys[1]) end, flags={'no-writes'}}`;

/** Puts something of everything into an empty server: databases 0, 1 and 15, and a library of functions. */
export function fillRedis(tool: Tool): void {
	const commands = [
		...[['SELECT', 0], ...types, ...oddKeys.map((key, n) => ['SET', key, `odd ${n}`])],
		...[['SELECT', 1], ...each(2000, (n) => ['SET', `session:${n}`, `of somebody ${n}`, 'PXAT', later + n])],
		...[
			['SELECT', 15],
			['SET', 'text', 'another value'],
		],
		['FUNCTION', 'LOAD', library],
	];
	const said = tool('redis-cli', ['--pipe'], wire(commands)).toString();
	if (!said.includes('errors: 0')) throw new Error(said);
}

/** Makes keys of about so many bytes together, of which gzip leaves about the half; they are all different. */
export function bigRedis(tool: Tool, bytes: number): void {
	// What is given at once must fit into memory several times.
	const together = 64 * 1024;
	const keys = Math.ceil(bytes / 1024);
	for (let from = 0; from < keys; from += together) {
		const commands = each(Math.min(together, keys - from), (n) => [
			'SET',
			`big:${from + n}`,
			randomBytes(512).toString('hex'),
		]);
		tool('redis-cli', ['--pipe'], wire(commands));
	}
}

/** So many keys of a database are said one by one; of more, what they are together. */
const FEW = 1000;

/** Everything in a server: each key's type, end and value, in every database, and the functions. */
export function redisContents(tool: Tool): Contents {
	const script = readFileSync(new URL('redis.lua', import.meta.url), 'utf8');
	const said = tool('redis-cli', ['--raw', 'EVAL', script, '0']).toString().split('\n');
	const keys = said.filter((line) => line !== '').map((line) => line.split(' '));
	const databases = Map.groupBy(keys, ([database = '']) => database);
	const told = [...databases].flatMap(([database, its]) => {
		const values = its.map(([, key = '', ...rest]) => {
			const name = JSON.stringify(Buffer.from(key, 'hex').toString('latin1').slice(0, 300));
			return [`${database} ${name}`, rest.join(' ')] as const;
		});
		if (its.length <= FEW) return values;
		const together = createHash('sha256')
			.update(
				values
					.map((value) => value.join(' '))
					.toSorted()
					.join('\n'),
			)
			.digest('hex');
		return [[`${database}, all`, `${its.length} keys, ${together}`] as const];
	});
	// In whatever order the server lists them.
	const functions = tool('redis-cli', ['--raw', 'FUNCTION', 'LIST', 'WITHCODE']).toString().split('\n').toSorted();
	return { ...Object.fromEntries(told), functions: functions.join('\n') };
}
