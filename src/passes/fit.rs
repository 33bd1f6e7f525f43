//! Logistic regression with a small quadratic penalty, by Newton's method (iteratively reweighted
//! least squares; see Hastie, Tibshirani and Friedman, The Elements of Statistical Learning,
//! section 4.4.1).

/// The usual penalty.
pub(super) const PENALTY: f64 = 1.0;

/// Values of the evidence, each with the outcome.
#[derive(Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
}

struct Row {
    /// The values that are not 0, with their places.
    values: Vec<(usize, f32)>,
    outcome: bool,
    weight: f64,
}

impl Rows {
    pub fn push(&mut self, values: &[f32], outcome: bool) {
        let values = values.iter().copied().enumerate().filter(|(_, v)| *v != 0.0).collect();
        self.push_sparse(values, outcome, 1.0);
    }

    /// A row by the values that are not 0, with their places; it counts as so many.
    pub fn push_sparse(&mut self, values: Vec<(usize, f32)>, outcome: bool, weight: f64) {
        self.rows.push(Row { values, outcome, weight });
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many outcomes are true.
    pub fn hits(&self) -> usize {
        self.rows.iter().filter(|row| row.outcome).count()
    }

    /// The weights of so many values that fit the outcomes best, but for a penalty: so often half the
    /// square of each.
    pub fn fit(&self, width: usize, penalty: f64) -> Vec<f32> {
        let mut weights = vec![0.0f64; width];
        for _ in 0..25 {
            let mut gradient: Vec<f64> = weights.iter().map(|w| -penalty * w).collect();
            let mut hessian = vec![vec![0.0; width]; width];
            for (i, row) in hessian.iter_mut().enumerate() {
                row[i] = penalty;
            }
            for Row { values, outcome, weight } in &self.rows {
                let odds: f64 = values.iter().map(|&(i, v)| f64::from(v) * weights[i]).sum();
                let p = 1.0 / (1.0 + (-odds).exp());
                let (miss, spread) = (weight * (f64::from(u8::from(*outcome)) - p), weight * p * (1.0 - p));
                for &(i, v) in values {
                    gradient[i] += miss * f64::from(v);
                    let v = spread * f64::from(v);
                    for &(k, w) in values {
                        hessian[i][k] += v * f64::from(w);
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
