/** A member of a tar as the worst maker writes it. `kind`: of ustar: `0` a file, `1` a hard link, `2` a link, `3` and `4` devices, `5` a folder. */
export interface Member {
	readonly name: string;
	readonly kind?: '0' | '1' | '2' | '3' | '4' | '5' | '6';
	readonly link?: string;
	readonly bytes?: Buffer | string;
}

/** A tar of these (POSIX.1-1988, ustar), with the two blocks that end it. */
export function tarOf(members: readonly Member[]): Buffer {
	const blocks = members.flatMap(({ name, kind = '0', link = '', bytes = '' }) => {
		const data = Buffer.from(bytes);
		const head = Buffer.alloc(512);
		head.write(name, 0, 100);
		head.write('0000644\x000000000\x000000000\0', 100);
		head.write(`${data.length.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0        ${kind}`, 124);
		head.write(link, 157, 100);
		head.write('ustar\u000000', 257);
		const sum = head.reduce((all, byte) => all + byte, 0);
		head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
		return [head, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
	});
	return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
