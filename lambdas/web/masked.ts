/** An address as its owner knows it again, and nobody else learns it: `k***@example.org`. */
export const maskedAddress = (email: string): string => email.replace(/^(.).*(?=@)/, '$1***');
