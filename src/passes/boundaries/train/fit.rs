//! Logistic regression with a small quadratic penalty, by Newton's method (iteratively reweighted
//! least squares; see Hastie, Tibshirani and Friedman, The Elements of Statistical Learning,
//! section 4.4.1).

/// Values of the evidence, each with the outcome.
#[derive(Default)]
pub(super) struct Rows {
    rows: Vec<(Vec<f32>, bool)>,
}

impl Rows {
    pub fn push(&mut self, values: &[f32], outcome: bool) {
        self.rows.push((values.to_vec(), outcome));
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many outcomes are true.
    pub fn hits(&self) -> usize {
        self.rows.iter().filter(|row| row.1).count()
    }

    /// The weights of so many values that fit the outcomes best.
    pub fn fit(&self, width: usize) -> Vec<f32> {
        const PENALTY: f64 = 1.0;
        let mut weights = vec![0.0f64; width];
        for _ in 0..25 {
            let mut gradient: Vec<f64> = weights.iter().map(|w| -PENALTY * w).collect();
            let mut hessian = vec![vec![0.0; width]; width];
            for (i, row) in hessian.iter_mut().enumerate() {
                row[i] = PENALTY;
            }
            for (values, outcome) in &self.rows {
                let odds: f64 = values.iter().zip(&weights).map(|(&v, w)| f64::from(v) * w).sum();
                let p = 1.0 / (1.0 + (-odds).exp());
                let (miss, spread) = (f64::from(u8::from(*outcome)) - p, p * (1.0 - p));
                for (i, &v) in values.iter().enumerate().filter(|(_, v)| **v != 0.0) {
                    gradient[i] += miss * f64::from(v);
                    let v = spread * f64::from(v);
                    for (cell, &w) in hessian[i].iter_mut().zip(values) {
                        *cell += v * f64::from(w);
                    }
                }
            }
            let step = solve(hessian, gradient);
            let longest = step.iter().fold(0.0f64, |m, s| m.max(s.abs()));
            // Far from the optimum a full step can overshoot.
            let scale = if longest > 5.0 { 5.0 / longest } else { 1.0 };
            weights.iter_mut().zip(&step).for_each(|(w, s)| *w += scale * s);
            if longest < 1e-5 {
                break;
            }
        }
        weights.into_iter().map(|w| w as f32).collect()
    }
}

/// Solves a system of linear equations by Gaussian elimination; the matrix is positive definite.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for i in 0..n {
        let (upper, lower) = matrix.split_at_mut(i + 1);
        let pivot = &upper[i];
        for (k, row) in lower.iter_mut().enumerate() {
            let factor = row[i] / pivot[i];
            row.iter_mut().zip(pivot).skip(i).for_each(|(cell, p)| *cell -= factor * p);
            right[i + 1 + k] -= factor * right[i];
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| matrix[i][k] * right[k]).sum();
        right[i] = (right[i] - known) / matrix[i][i];
    }
    right
}
