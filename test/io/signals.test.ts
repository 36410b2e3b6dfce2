import { expect, test } from 'vitest';
import { isHangUp } from '../../src/io/signals.ts';

const error = (syscall: string, code: string) => Object.assign(new Error(`${syscall} ${code}`), { syscall, code });

test('a terminal that is gone can be neither written to nor measured nor set; other errors are bugs', () => {
	expect(isHangUp(error('write', 'EIO'))).toBe(true);
	expect(isHangUp(error('getWindowSize', 'EIO'))).toBe(true);
	expect(isHangUp(error('setRawMode', 'EIO'))).toBe(true);
	expect(isHangUp(error('read', 'EIO'))).toBe(false);
	expect(isHangUp(error('write', 'EPIPE'))).toBe(false);
	expect(isHangUp(new Error('EIO'))).toBe(false);
	expect(isHangUp('EIO')).toBe(false);
});
